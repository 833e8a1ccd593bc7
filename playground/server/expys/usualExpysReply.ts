import type { ConciergeReply } from './expysTypes.ts';

/** What Maya, the concierge, says when nothing is scripted: two or three messages that pick up what was said. */
export function createUsualExpysReply(delay: number): (text: string) => ConciergeReply {
  return (text) => {
    const topic = topics.find(({ words }) => words.test(text));
    return (topic?.messages ?? fallback(text)).map((message) => ({ delay, ...message }));
  };
}

const fallback = (text: string): ConciergeReply => [
  { body: 'Let me see what I can do.' },
  { body: `“${text.slice(0, 120)}”: I will ask around and come back to you within the hour.` },
];

/* A voucher is a message without a text: the file says it all. */
const topics: readonly { words: RegExp; messages: ConciergeReply }[] = [
  {
    words: /\b(hi|hello|hey|good (morning|evening))\b/i,
    messages: [
      { body: 'Hello, Ada! 👋' },
      { body: 'A table, a ticket, a way to get there: what shall it be?' },
    ],
  },
  {
    words: /\b(table|dinner|restaurant|book|reserve)/i,
    messages: [
      { body: 'One moment, I am calling them.' },
      { body: 'They have a table by the window at 20:00 and one on the terrace at 20:30.' },
      { body: 'I have asked them to hold both for ten minutes.' },
    ],
  },
  {
    words: /\b(tickets?|voucher|confirmation|itinerary|plan)\b/i,
    messages: [
      { body: 'Here you are:' },
      {
        attachments: [
          {
            name: 'itinerary.txt',
            content: 'Saturday\n10:40 Ferry from Pier 4\n13:00 Lunch at Casa Lume\n20:00 Opera',
          },
        ],
      },
    ],
  },
  {
    words: /\b(taxi|car|driver|late|where)\b/i,
    messages: [
      { body: 'Let me look.' },
      { body: 'Your driver is Teo, a grey estate, four minutes away. He has your name on a sign.' },
    ],
  },
  {
    words: /\b(thanks|thank you|great|perfect)\b/i,
    messages: [{ body: 'Always a pleasure. Have a lovely evening! 🌙' }],
  },
];
