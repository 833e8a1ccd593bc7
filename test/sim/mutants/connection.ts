import { plantOne, type Mutant } from './mutant.ts';

export const connectionMutants: readonly Mutant[] = [
  plantOne(
    'no-watchdog',
    'A feed that fell silent is waited for.',
    'core/connection/watchdog.ts',
    'if (idle >= limit) onExpire();',
    'if (idle >= limit) stop();',
  ),
  plantOne(
    'timer-leak',
    'The watchdog of a closed attempt ticks on.',
    'core/connection/guardStream.ts',
    '    close() {\n      watchdog.stop();',
    '    close() {',
  ),
  plantOne(
    'socket-leak',
    'Hanging up leaves the feed open.',
    'core/connection/createFeed.ts',
    '    session?.abort();\n    session = undefined;',
    '    session = undefined;',
  ),
  plantOne(
    'budget-reset-on-open',
    'An opened stream ends a run of failures, though nothing came of it.',
    'core/connection/createFeed.ts',
    'const hasProgressed = hasEvent || hasLived;',
    'const hasProgressed = hasOpened || hasLived;',
  ),
  plantOne(
    'retries-a-final-no',
    'What the server refuses for good is asked again.',
    'core/connection/retryDecision.ts',
    'return error !== undefined && (!error.retryable || refusals > 1);',
    'return error !== undefined && refusals > 1e6;',
  ),
  plantOne(
    'reconnects-after-204',
    '"Nothing to stream" is taken for a closed stream.',
    'core/connection/retryDecision.ts',
    "if (!error && !outcome.hasOpened) return answer('end');",
    '',
  ),
  plantOne(
    'dead-cursor-is-final',
    'A refused cursor ends the feed instead of being dropped.',
    'core/connection/retryDecision.ts',
    "return usedCursor !== undefined && (error?.code === 'bad_request' || error?.code === 'gone');",
    'return usedCursor === error?.code;',
  ),
  plantOne(
    'ignores-retry-after',
    'The back-off alone decides when to ask again.',
    'core/connection/retryDecision.ts',
    'const minDelay = Math.max(getAskedDelay(error, policy), outcome.minDelay);',
    'const minDelay = Math.min(getAskedDelay(error, policy), outcome.minDelay);',
  ),
  plantOne(
    'sleeps-through-a-wake-up',
    'Waking up does not look at the clock.',
    'core/connection/createFeed.ts',
    "      stream?.check();\n      if (stream && status === 'offline') report('open', 0);\n      if (stream && clock.now() - lastActivityAt > doubtAfter) options.onDoubt();\n",
    '',
  ),
];
