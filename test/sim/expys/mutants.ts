import { connectionMutants } from '../mutants/connection.ts';
import { historyMutants } from '../mutants/history.ts';
import { plantOne, type Mutant } from '../mutants/mutant.ts';
import { seamMutants } from '../mutants/seam.ts';
import { sendMutants } from '../mutants/sends.ts';
import { transcriptMutants } from '../mutants/transcript.ts';

const transport = 'transports/expys/createExpysTransport.ts';
const feed = 'transports/expys/openExpysFeed.ts';
const tokens = 'transports/expys/createTokenSource.ts';

const own: readonly Mutant[] = [
  plantOne(
    'expys-echo-doubled',
    'What comes back of a send is a stranger.',
    transport,
    'metadata?.body?.trimEnd() === getMessageText(local).trimEnd() &&',
    'metadata?.body === local.id &&',
  ),
  plantOne(
    'expys-key-per-attempt',
    'A retry is a new send to the server.',
    transport,
    'toUuid(idempotencyKey)',
    "toUuid(String(Math.random()).slice(2).padEnd(32, '0').slice(0, 32))",
  ),
  plantOne(
    'expys-page-backwards',
    'A page is taken in the order of the wire, newest first.',
    transport,
    'messages: messages.toReversed(),',
    'messages,',
  ),
  plantOne(
    'expys-first-page-is-all',
    'What is older than the first page is taken not to be there.',
    transport,
    "typeof nextCursor === 'string' && nextCursor !== ''",
    "typeof nextCursor === 'number' && nextCursor === 0",
  ),
  plantOne(
    'expys-refresh-loop',
    'Every 401 brings another token and another attempt.',
    transport,
    'if (!budget.isSpent || !options.getToken) throw error;',
    'if (!options.getToken) throw error;',
  ),
  plantOne(
    'expys-garbage-is-nothing',
    'An event that could not be read is skipped and forgotten.',
    feed,
    "code: 'malformed_event', detail: mask(data), isLossy: true",
    "code: 'malformed_event', detail: mask(data), isLossy: false",
  ),
  plantOne(
    'expys-one-content-type',
    'A stream that calls itself text/plain is refused.',
    feed,
    "['text/event-stream', 'text/plain']",
    "['text/event-stream']",
  ),
  plantOne(
    'expys-token-till-the-end',
    'A token is used until the server refuses it.',
    tokens,
    'now() >= held.renewAt',
    'now() < 0',
  ),
  plantOne(
    'expys-token-per-request',
    'Every request brings a token of its own.',
    tokens,
    'if (isRefused)',
    'if (isRefused || held.value)',
  ),
  plantOne(
    'expys-two-refreshes',
    'Everybody who needs a token asks for one.',
    tokens,
    '(refresh ??= start(reason))',
    '(refresh = start(reason))',
  ),
  plantOne(
    'expys-hung-refresh',
    'A refresh that never ends is waited for as long as anybody waits.',
    tokens,
    'now() - refresh.startedAt >= timeout',
    'now() < 0',
  ),
];

/** Bugs of core that a feed without a cursor shows in its own way: no heal, no gap said, … */
const shared = new Set([
  'history-proven-before-open',
  'reconnect-without-reconcile',
  'drop-goes-unnoticed',
  'gap-unsaid',
  'proof-closes-everything',
  'nothing-deletes',
  'no-idle-reread',
  'no-watchdog',
  'socket-leak',
  'retries-a-final-no',
  'reconnects-after-204',
  'ignores-retry-after',
  'echo-unmatched',
  'send-doubled',
  'left-hanging',
  'older-history-wins',
  'duplicates-appended',
  'order-by-arrival',
]);

export const expysMutants: readonly Mutant[] = [
  ...own.map((mutant) => ({ ...mutant, shapes: ['expys'] })),
  ...[connectionMutants, historyMutants, seamMutants, sendMutants, transcriptMutants]
    .flat()
    .filter(({ name }) => shared.has(name))
    .map((mutant) => ({ ...mutant, name: `expys-${mutant.name}`, shapes: ['expys'] })),
];
