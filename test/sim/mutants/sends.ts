import { plantOne, type Mutant } from './mutant.ts';

export const sendMutants: readonly Mutant[] = [
  plantOne(
    'send-doubled',
    'A retry is a new send to the server.',
    'core/conversation/createOutbox.ts',
    'const { message, idempotencyKey } = send;',
    'const { message } = send;\n        const idempotencyKey = String(random());',
  ),
  plantOne(
    'echo-unmatched',
    'A stored send that comes by the feed is a stranger.',
    'core/transcript/transcript.ts',
    'const send = this.sends.findMatch(message);',
    'const send = message.id === "" ? this.sends.findMatch(message) : undefined;',
  ),
  plantOne(
    'key-lost-on-id-swap',
    'The row gets a new key when the server names it.',
    'core/transcript/transcript.ts',
    'const entry = createEntry(message, send.key, this.entries.nextTie(), this.tick());',
    'const entry = createEntry(message, this.#freeKey(message.id), this.entries.nextTie(), this.tick());',
  ),
  plantOne(
    'left-hanging',
    'Leaving does not give up what is being sent.',
    'core/conversation/createOutbox.ts',
    'for (const delivery of waiting) fail(delivery, createAborted());',
    'void waiting;',
  ),
  plantOne(
    'sends-first',
    'Local sends stand above the conversation.',
    'core/transcript/transcript.ts',
    'return this.entries.readKeys().concat(this.sends.list().map(({ key }) => key));',
    'return this.sends.list().map(({ key }) => key).concat(this.entries.readKeys());',
  ),
];
