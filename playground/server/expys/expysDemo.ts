import { conciergeId } from './expysStore.ts';
import type { ExpysMessageInput, ExpysSeed } from './expysTypes.ts';

/** The visitor of the demo: the app's id for her, and the author of her messages. */
export const demoMember = { externalUserID: 'visitor_ada', id: 'mem_ada' } as const;

/** What the playground offers to open. */
export const expysDemoTitles = [
  { id: 'cnv_lisbon', title: 'A weekend in Lisbon' },
  { id: 'cnv_new', title: 'A new conversation' },
] as const;

/** A concierge's conversation over three days that ended about an hour before `now` (epoch ms), and one not begun. */
export function createExpysDemo(now: number): ExpysSeed {
  const [lisbon, empty] = expysDemoTitles;
  return {
    members: [demoMember, { externalUserID: 'visitor_ben', id: 'mem_ben' }],
    conversations: [{ ...lisbon, messages: createMessages(now) }, { ...empty }],
  };
}

const minute = 60_000;
const authors = { ada: demoMember.id, ben: 'mem_ben', maya: conciergeId, team: 'agent_tomas' };
type Line = readonly [
  minutesLater: number,
  who: keyof typeof authors,
  what: string | ExpysMessageInput,
];

function createMessages(now: number): readonly ExpysMessageInput[] {
  return visits.flatMap(({ hoursAgo, lines }) => {
    let time = now - hoursAgo * 60 * minute;
    return lines.map(([minutesLater, who, what]): ExpysMessageInput => {
      time += minutesLater * minute;
      const said = typeof what === 'string' ? { body: what } : what;
      return { authorID: authors[who], createdAt: new Date(time).toISOString(), ...said };
    });
  });
}

const ferry = {
  name: 'ferry-tickets.txt',
  content: 'Two tickets, Cais do Sodré – Cacilhas, Saturday 10:40, seats on deck.',
};
const menu = { name: 'tasting-menu.txt', content: 'Sardines, clams, black rice, orange cake.' };

/** A weekend as two friends and a concierge plan it. Some messages are a file and no word. */
const visits: readonly { readonly hoursAgo: number; readonly lines: readonly Line[] }[] = [
  {
    hoursAgo: 51,
    lines: [
      [0, 'ada', 'Hi! Ben and I are in Lisbon this weekend. Can you help us plan it?'],
      [0.3, 'maya', 'With pleasure, Ada. I am Maya, your concierge. What do you two enjoy?'],
      [2, 'ada', 'Good food, the sea, and getting a little lost'],
      [0.5, 'maya', 'Then stay by the river. Two ideas for Saturday:'],
      [
        0.2,
        'maya',
        '1. The ferry to Cacilhas in the morning, lunch at the old pier\n2. Tram 28 to Graça, then down through Alfama on foot',
      ],
      [3, 'ada', 'The ferry. Ben gets seasick on trams 🙃'],
      [1, 'ben', 'I was eleven.'],
      [0.4, 'maya', 'Ferry it is. I am holding two seats on deck, 10:40.'],
      [6, 'maya', { body: null, attachments: [ferry] }],
      [2, 'ada', 'That was quick, thank you!'],
    ],
  },
  {
    hoursAgo: 27,
    lines: [
      [0, 'ada', 'Morning Maya. Dinner on Saturday: somewhere Ben’s mother would approve of?'],
      [0.3, 'maya', 'What does she approve of?'],
      [1, 'ben', 'Tablecloths. Fish. Being told the name of the fish.'],
      [
        0.5,
        'maya',
        'Casa Lume, in Santos. They bring the fish to the table and introduce it. I have asked for the tasting menu:',
      ],
      [4, 'maya', { body: null, attachments: [menu] }],
      [
        1,
        'team',
        { body: 'Guest is a friend of the house. Comp the dessert wine.', isInternal: true },
      ],
      [2, 'ada', 'Orange cake! Yes. 20:00, please'],
      [1, 'maya', 'Two covers, 20:00, by the window, under Okafor. Reference CL-2206.'],
      [
        14,
        'team',
        'Hello Ada, Tomás here, I run the desk at weekends. Casa Lume rang: would the terrace be all right? It will be warm.',
      ],
      [3, 'ben', 'Terrace is better.'],
      [0.5, 'ada', 'He is right. Terrace, please, Tomás'],
      [1, 'team', 'Done. Enjoy it, both of you.'],
    ],
  },
  {
    hoursAgo: 3,
    lines: [
      [0, 'ada', 'We are at Cais do Sodré and very early. Coffee?'],
      [
        0.3,
        'maya',
        'Two minutes from you: the kiosk in the garden, left of the station. Ask for a galão.',
      ],
      [19, 'ada', 'Found it. The pigeon wants to be introduced, too'],
      [0.4, 'maya', 'That is Fernando. Do not feed him, he has a reservation at noon. 🐦'],
      [
        31,
        'ada',
        {
          type: 'image',
          body: null,
          attachments: [{ name: 'fernando.jpg', content: 'A pigeon, full of himself.' }],
        },
      ],
      [1, 'maya', 'Magnificent. I have forwarded it to his agent.'],
      [52, 'maya', 'Your deck seats are boarding at Pier 4. The voucher for lunch follows.'],
      [
        3,
        'maya',
        {
          body: 'It is being printed; the link appears here when it is ready.',
          attachments: [{ name: 'lunch-voucher.txt', isProcessing: true }],
        },
      ],
      [8, 'ada', 'On board. You are a marvel, Maya'],
      [0.5, 'maya', 'Wave at the left bank. Someone always waves back.'],
    ],
  },
];
