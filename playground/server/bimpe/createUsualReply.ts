import type { ScriptedReply } from './bimpeTypes.ts';

/** A friendly answer in two or three messages that picks up what was said. */
export function createUsualReply(delay: number): (text: string) => ScriptedReply {
  return (text) => {
    const topic = topics.find(({ words }) => words.test(text));
    const messages = topic?.messages ?? [
      'Thanks for your message, I am on it.',
      `You wrote “${text.slice(0, 120)}”. Shall I pass that on to the kitchen, or would you like to speak to someone from the team?`,
    ];
    return messages.map((message) => ({ message, delay }));
  };
}

const topics: readonly { words: RegExp; messages: readonly string[] }[] = [
  {
    words: /\b(hi|hello|hey|good (morning|evening))\b/i,
    messages: [
      'Hello! 👋',
      'I can check an order, change it, or book a table. What can I do for you?',
    ],
  },
  {
    words: /\b(where|late|driver|delivery|arriv)/i,
    messages: [
      'Let me look that up.',
      'Your rider left the kitchen a few minutes ago and is two stops away.',
      'It should be with you in about 12 minutes. I will write as soon as they are at the door. 🛵',
    ],
  },
  {
    words: /\b(refund|cold|wrong|missing)\b/i,
    messages: [
      'I am sorry, that is not how it should arrive.',
      'I have noted it on your order. Would you like it remade, or the money back?',
    ],
  },
  {
    words: /\b(menu|vegan|vegetarian|gluten)\b/i,
    messages: [
      'Happy to help you choose.',
      'Today’s favourites: roasted aubergine with tahini, mushroom risotto, and the citrus salad. All of them can be made vegan.',
    ],
  },
  {
    words: /\b(thanks|thank you|great|perfect)\b/i,
    messages: ['You are very welcome. Enjoy your meal! 🍽️'],
  },
];
