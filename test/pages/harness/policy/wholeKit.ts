import type { MessagePart } from 'react-conversation-stream';
import type {
  ReplyStep,
  ScriptedMessage,
  ScriptedMessageFields,
} from 'react-conversation-stream/testing';

const agent = { id: 'marlowe', name: 'Marlowe', kind: 'agent' } as const;
const person = { id: 'ines', name: 'Inês Carvalho', kind: 'human' } as const;

type ToolPart = Extract<MessagePart, { toolCallId: string }>;

const tool = (toolCallId: string, fields: Omit<Partial<ToolPart>, 'type'>): MessagePart => ({
  type: 'tool-findRooms',
  toolCallId,
  state: 'input-available',
  input: { nights: 2 },
  ...fields,
});

/** Everything markdown puts on a page, an image of the page's own origin included. */
export const everyBlock = `# Heading

A paragraph with **bold**, _italic_, ~~struck~~, \`code\`, a [link](https://example.com) and ![a portrait](/portrait.svg).

- [x] done
- [ ] open

1. first
2. second

> quoted

| Left | Right |
| :--- | ----: |
| a    |     1 |

\`\`\`ts
const answer = 42; // the first one
\`\`\`

---

<b style="color: red">HTML as text</b>
`;

const parts: readonly MessagePart[] = [
  { type: 'reasoning', text: 'They come in late.', state: 'done' },
  tool('done', { state: 'output-available', output: { rooms: [7, 9] } }),
  tool('failed', { state: 'output-error', errorText: 'No such room' }),
  tool('running', {}),
  { type: 'text', text: everyBlock },
  {
    type: 'file',
    mediaType: 'application/pdf',
    filename: 'a.pdf',
    url: 'https://example.com/a.pdf',
  },
  { type: 'source-url', sourceId: 's1', url: 'https://example.com/house', title: 'House rules' },
];

/** More than are mounted at a time; the last ones show every kind of part. */
export function createHistory(count: number): ScriptedMessage[] {
  const rows = Array.from({ length: count }, (_, index): ScriptedMessageFields => ({
    id: `row${index}`,
    role: index % 3 === 0 ? 'user' : 'assistant',
    text: `Row ${index}. ${'More text. '.repeat(12)}`,
  }));
  return [
    ...rows,
    { role: 'system', text: 'Inês Carvalho joined.' },
    { author: person, text: 'Good evening.' },
    { id: 'parts', author: agent, parts },
    { author: agent, text: 'That is half of', status: 'interrupted' },
  ];
}

/** An answer in all its steps. */
export const wholeReply: readonly ReplyStep[] = [
  { type: 'reasoning', text: 'First I look, then I ask.' },
  tool('asks', { state: 'approval-requested', approval: { id: 'may-i' } }),
  tool('asks', { state: 'output-available', output: { rooms: [7] } }),
  everyBlock,
];
