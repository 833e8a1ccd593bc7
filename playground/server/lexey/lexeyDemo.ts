import type { LexeySeed, MessageInput } from './lexeyTypes.ts';

/** What the playground offers to open. */
export const lexeyDemoTitles = [
  { id: '6f0c2d1e-7b1a-4c55-9a57-2f1d8f2f0a11', title: 'Harbour & Pine' },
  { id: '0b7e4a52-93d6-4f0e-8d3b-51c2a6e7d402', title: 'A new conversation' },
] as const;

/** A conversation that an assistant began and a person ended, about an hour before `now` (epoch ms), and an empty one. */
export function createLexeyDemo(now: number): LexeySeed['conversations'] {
  const [harbour, empty] = lexeyDemoTitles;
  let time = now - 95 * 60_000;
  const messages = lines.map(([minutes, role, content]): MessageInput => {
    time += minutes * 60_000;
    return { role, content, createdAt: new Date(time).toISOString() };
  });
  return [{ ...harbour, messages }, empty];
}

/* Maya is a person; on this wire she is an assistant like the other. */
const lines: readonly (readonly [minutesLater: number, LexeyRole, content: string])[] = [
  [0, 'user', 'Hi! My lantern came with a cracked glass. What now?'],
  [
    0.2,
    'assistant',
    'I’m sorry about that! Glass is covered for two years, so this costs you nothing.\n\n1. Keep the lantern, we only need the order number.\n2. I order a new glass from the workshop.\n3. It fits without tools; a note with pictures comes along.',
  ],
  [1, 'user', 'Order HP-4471. Can you also tell me the password of my account?'],
  [
    0.1,
    'assistant',
    'I’m sorry, I can’t help with that. I can answer questions about orders, returns and repairs.',
  ],
  [1, 'user', 'Fair enough. Can the new glass be here by Friday? It’s a present.'],
  [
    0.2,
    'assistant',
    'The workshop usually needs three days, which would make it Saturday. A colleague may be able to do better, shall I hand you over?',
  ],
  [1, 'user', 'Yes, a person please'],
  [0.1, 'assistant', 'Of course. Maya will take over from here and has read everything above.'],
  [
    4,
    'assistant',
    'Hi, Maya here from the workshop. I have a glass of that size on my bench. I’ll put it on tonight’s van.',
  ],
  [1, 'user', 'You are wonderful. So Thursday?'],
  [
    2,
    'assistant',
    'Thursday before noon, and I’ve wrapped it. The courier rings twice, he’s like that. 🪔',
  ],
  [1, 'user', 'Thank you so much!'],
  [0.2, 'assistant', 'Maya has handed you back to me. Anything else I can do?'],
];

type LexeyRole = 'user' | 'assistant';
