import { plantOne, type Mutant } from '../mutants/mutant.ts';

const folder = 'transports/lexey';
const turn = `${folder}/openLexeyTurn.ts`;
const reply = `${folder}/createReplyReader.ts`;
const transport = `${folder}/createLexeyTransport.ts`;

const bugs: readonly Mutant[] = [
  plantOne(
    'done-after-error',
    '[DONE] after an error makes the reply complete.',
    reply,
    '    isOver = true;',
    "    isOver = status === 'complete';",
  ),
  plantOne(
    'id-gap-ignored',
    'Lost events go unnoticed.',
    reply,
    "if (place !== 'next') lose(",
    "if (place !== 'next') String(",
  ),
  plantOne(
    'garbage-ignored',
    'An event that cannot be read is nothing.',
    reply,
    "    if (!event) return lose('malformed_event', data);",
    '    if (!event) return;',
  ),
  plantOne(
    'repeat-doubled',
    'An event told twice is said twice.',
    reply,
    "    if (seen.get(id) === data || (type !== 'message' && seen.has(id))) return 'again';",
    "    if (seen.get(id) === data) return type === 'message' ? 'next' : 'again';",
  ),
  plantOne(
    'delta-trimmed',
    'Spaces around a delta are lost.',
    reply,
    "typeof delta === 'string') text += delta;",
    "typeof delta === 'string') text += delta.trim();",
  ),
  plantOne(
    'cut-is-complete',
    'The end of the connection is the end of the reply.',
    turn,
    '  yield reply.isOver ? last : reply.cut();',
    `  yield reply.isOver
    ? last
    : [...reply.cut(), { type: 'message-end', messageId: ids.messageId, status: 'complete' }];`,
  ),
  plantOne(
    'partial-dropped',
    'What was said before a cut is forgotten.',
    turn,
    '  yield reply.isOver ? last : reply.cut();',
    `  const part = { type: 'text', text: '' } as const;
  yield reply.isOver
    ? last
    : [...reply.cut(), { type: 'part-set', messageId: ids.messageId, partId: 'text', part }];`,
  ),
  plantOne(
    'done-goes-on',
    '[DONE] does not end the reading.',
    turn,
    '      if (reply.isOver) break;',
    '      if (reply.isOver && signal.aborted) break;',
  ),
  plantOne(
    'resend-after-500',
    'A send is repeated as if the server knew it again.',
    transport,
    'isSendIdempotent: false,',
    'isSendIdempotent: true,',
  ),
  plantOne(
    'reply-doubled',
    'The reply in history is another one than the reply that streamed.',
    `${folder}/matchesSend.ts`,
    "text === '' ? stored === '' : stored.startsWith(text)",
    "text === '' ? stored === '' : stored.startsWith(`${text} `)",
  ),
  plantOne(
    'reply-with-holes-doubled',
    'A reply that lost events is not found in history.',
    `${folder}/matchesSend.ts`,
    '  return isWithHoles(text, stored);',
    "  return text === '' || stored.startsWith(text);",
  ),
  plantOne(
    'ids-move',
    'The ids of history change while it grows.',
    `${folder}/readLexeyHistory.ts`,
    '    const id = `${place}-${count}`;',
    '    const id = `${place}-${count}-${list.length}`;',
  ),
  plantOne(
    'no-recovery',
    'What was cut is not looked for.',
    transport,
    'recoveryDelays: [1_000, 3_000, 8_000],',
    'recoveryDelays: [],',
  ),
  plantOne(
    'nobody-polls',
    'What people write is not read.',
    transport,
    "(status === 'escalated' && pollInterval) || undefined",
    "(status === 'never' && pollInterval) || undefined",
  ),
  plantOne(
    'reply-cut-in-silence',
    'A reply that falls silent is waited for without end.',
    transport,
    '  idleTimeout: 60_000,',
    '  idleTimeout: 600_000,',
  ),
];

export const lexeyMutants: readonly Mutant[] = bugs.map((bug) => ({ ...bug, shapes: ['lexey'] }));
