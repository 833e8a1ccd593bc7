type Line = readonly [minutesLater: number, role: 'user' | 'agent' | 'person', text: string];

/** Five visits of one guest to a restaurant's chat: an assistant answers, and Tunde from the team steps in. */
export const demoDialogue: readonly {
  readonly hoursAgo: number;
  readonly lines: readonly Line[];
}[] = [
  {
    hoursAgo: 98,
    lines: [
      [0, 'user', 'Hi! Are you open on Sunday evening?'],
      [0.1, 'agent', 'Hello and welcome to Marlowe’s Kitchen 👋'],
      [
        0.2,
        'agent',
        'Yes, on Sundays the kitchen is open from 12:00 to 21:30, and we deliver until 21:00.',
      ],
      [2, 'user', 'Great. Do you have anything vegan that isn’t a salad?'],
      [
        0.2,
        'agent',
        'Plenty! These are the ones people come back for:\n\n- Roasted aubergine with tahini and pomegranate\n- Mushroom and barley risotto\n- Jollof rice with grilled plantain\n- Chickpea pie with a herb crust',
      ],
      [1, 'user', 'Jollof with plantain, always. How spicy is it?'],
      [
        0.1,
        'agent',
        'Medium by default: warm, not fierce. You can ask for mild, medium or “Lagos”, and the kitchen does mean it with the last one. 🌶️',
      ],
      [1, 'user', 'Medium then. And what would you drink with it?'],
      [
        0.2,
        'agent',
        'Our hibiscus cooler goes well with it: tart, a little ginger, no added sugar.',
      ],
      [1, 'user', 'Ok, one jollof medium and one cooler, to the address on file please'],
      [
        0.3,
        'agent',
        'One jollof with plantain (medium) and one hibiscus cooler, to 14 Canal Row. That is £16.40 with delivery. Shall I place it?',
      ],
      [1, 'user', 'Yes please'],
      [
        0.2,
        'agent',
        'Placed! Your order number is MK-2071. I’ll let you know when it leaves the kitchen.',
      ],
      [19, 'agent', 'MK-2071 is on its way. Sola is bringing it, about 14 minutes from now.'],
      [15, 'user', 'Just arrived, still hot. Thank you!'],
      [0.2, 'agent', 'Enjoy your dinner, Ada! 🍽️'],
    ],
  },
  {
    hoursAgo: 74,
    lines: [
      [0, 'user', 'Hello again. Can I book a table for Friday?'],
      [0.1, 'agent', 'Of course! For how many people, and around what time?'],
      [1, 'user', 'Six of us, about half past seven'],
      [
        0.2,
        'agent',
        'At 19:30 I have a round table for six by the window, or the long one near the bar. Which would you like?',
      ],
      [1, 'user', 'Window!'],
      [0.2, 'agent', 'Window table for six, Friday 19:30, under the name Okafor. It’s yours.'],
      [2, 'user', 'One of us is allergic to sesame. Is that a problem?'],
      [
        0.2,
        'agent',
        'Thank you for telling us. Tahini and our house dukkah contain sesame, everything else can be prepared without. I’d like a person from the kitchen to confirm that for you.',
      ],
      [
        6,
        'person',
        'Hi Ada, Tunde here, I run the kitchen on Fridays. We’ll keep a separate station for your friend. No tahini, no dukkah, fresh oil.',
      ],
      [1, 'user', 'That is very kind, thank you Tunde'],
      [
        1,
        'person',
        'It’s what we do. Tell your friend to ask for me when you sit down, and I’ll come out and say hello.',
      ],
      [2, 'user', 'Could we also get a cake? It’s her birthday'],
      [
        1,
        'person',
        'Lemon and polenta cake, naturally free of sesame and gluten. Serves eight. I’ll need to know by Wednesday.',
      ],
      [1, 'user', 'Sold. “Happy birthday Chidi” on top, please 🎂'],
      [1, 'person', 'Noted, with a candle. See you on Friday!'],
      [
        0.3,
        'agent',
        'I’ve added the cake and the allergy note to your booking. Your reference is T-0619.',
      ],
    ],
  },
  {
    hoursAgo: 51,
    lines: [
      [0, 'user', 'Quick one: is there parking nearby?'],
      [
        0.1,
        'agent',
        'There’s a car park on Mill Street, three minutes on foot, and it’s free after 18:30. The bus stop “Canal Row” is right outside.',
      ],
      [1, 'user', 'And step-free access? My aunt uses a wheelchair'],
      [
        0.2,
        'agent',
        'Yes: a ramp at the side entrance, and the window table has room for a chair. The accessible restroom is on the ground floor.',
      ],
      [1, 'user', 'Perfect'],
      [14, 'user', 'Sorry, one more: can we be seven instead of six?'],
      [
        0.3,
        'agent',
        'The window table seats seven if you don’t mind being a little closer together. Shall I change it?',
      ],
      [1, 'user', 'We like each other. Please do'],
      [0.2, 'agent', 'Done: seven people, Friday 19:30, window table, cake, no sesame. 😊'],
    ],
  },
  {
    hoursAgo: 26,
    lines: [
      [0, 'user', 'Dinner was wonderful last night!'],
      [0.1, 'agent', 'I’m so glad to hear that! I’ll pass it on to Tunde and the team.'],
      [1, 'user', 'Only the bill: I think the cake is on it twice'],
      [
        0.2,
        'agent',
        'Let me have a look at that. I can see two lines for “Lemon polenta cake, whole” on bill 4418, which can’t be right. I’m asking a colleague who can change it.',
      ],
      [
        9,
        'person',
        'Hi Ada, Tunde again. You’re right, it was entered once at the table and once from the booking. I’m refunding £32.00 to your card now.',
      ],
      [1, 'user', 'No rush, and thanks for being so quick'],
      [
        2,
        'person',
        'Done. It shows within three working days, usually sooner. And Chidi’s review of the cake made my week.',
      ],
      [1, 'user', 'She has talked of nothing else since'],
      [1, 'person', 'Then next time the candle is on us. 🕯️'],
      [
        0.3,
        'agent',
        'The refund of £32.00 is confirmed with reference R-7731. Is there anything else I can do for you?',
      ],
      [1, 'user', 'That’s all. You are the nicest restaurant chat I have ever had'],
      [0.2, 'agent', 'And you’re a lovely guest to chat with. Until next time!'],
    ],
  },
  {
    hoursAgo: 3,
    lines: [
      [0, 'user', 'Me again. Lunch at the office today: can you bring twelve portions for 13:00?'],
      [
        0.2,
        'agent',
        'Good to see you, Ada! Twelve portions for 13:00 is possible if we settle it within the next half hour. Shall I suggest a mix?',
      ],
      [1, 'user', 'Please. Four are vegan, one is gluten-free, everyone is hungry'],
      [
        0.3,
        'agent',
        'How about this:\n\n1. Jollof with grilled plantain × 4 (vegan)\n2. Chicken suya bowl × 5\n3. Aubergine with pomegranate × 2\n4. Mushroom risotto × 1 (gluten-free)\n\nWith a tray of seasonal fruit it comes to £138.60.',
      ],
      [2, 'user', 'You read my mind. No sesame anywhere please, Chidi is coming too'],
      [0.2, 'agent', 'No sesame: I’ll leave the tahini off the aubergine and tell the kitchen.'],
      [1, 'user', '谢谢! That’s what my colleague says, she is reading along'],
      [0.2, 'agent', '不客气! It will be at your front desk at 12:55. Order MK-2093.'],
      [
        92,
        'agent',
        'MK-2093 has left the kitchen with Sola, twelve boxes and one very full bicycle. 🚲',
      ],
      [21, 'user', 'All here, all warm, and labelled too. Heroes.'],
      [0.2, 'agent', 'Music to our ears. Enjoy your lunch, everyone!'],
      [1, 'person', 'And say hello to Chidi. Tunde'],
    ],
  },
];
