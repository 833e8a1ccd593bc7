import { checkAbort } from './checkAbort.ts';
import { checkChunks } from './checkChunks.ts';
import { checkDrops } from './checkDrops.ts';
import { checkDuplicates } from './checkDuplicates.ts';
import { checkErrors } from './checkErrors.ts';
import { checkHistory } from './checkHistory.ts';
import { checkIsolation } from './checkIsolation.ts';
import { checkMonotone } from './checkMonotone.ts';
import { checkOrder } from './checkOrder.ts';
import { checkPaths } from './checkPaths.ts';
import { checkSecrets } from './checkSecrets.ts';
import { createSubject, type Subject } from './createSubject.ts';
import type { TransportCheck, TransportChecksOptions } from './transportChecks.ts';

const promises: readonly [id: string, name: string, check: (subject: Subject) => Promise<void>][] =
  [
    ['history', 'history is read whole and in order, down to its first message', checkHistory],
    ['order', 'history, live events and sends make one list, however they interleave', checkOrder],
    ['chunks', 'any splitting of the bytes gives the same messages', checkChunks],
    ['duplicates', 'events told twice change nothing', checkDuplicates],
    ['drops', 'any drop of the connection ends with what the server has, each once', checkDrops],
    ['monotone', 'text that streams only grows', checkMonotone],
    ['abort', 'what is given up leaves no request, no open body and no late event', checkAbort],
    ['errors', 'refusals say whether and when to try again', checkErrors],
    ['secrets', 'no credential is in an error, whoever quotes it', checkSecrets],
    ['isolation', 'conversations do not hear each other', checkIsolation],
    ['paths', 'an id leads no request elsewhere', checkPaths],
  ];

/**
 * The promises of the transport port as checks for your test runner. They speak to your
 * backend through your transport, over a `fetch` that splits, cuts, delays and forges.
 *
 * ```ts
 * for (const { name, run } of createTransportChecks({ createTransport, backend })) it(name, run);
 * ```
 */
export function createTransportChecks(options: TransportChecksOptions): readonly TransportCheck[] {
  return promises.map(([id, name, check]) => ({
    id,
    name,
    run: () => check(createSubject(options)),
  }));
}
