import type { ApiCall, StreamReply } from '../referenceBackend.ts';
import { invalidArgument, LettaError, unprocessable } from './lettaError.ts';
import type { LettaRun } from './lettaRun.ts';
import type { LettaSystem } from './lettaSystem.ts';
import { streamRun } from './streamRun.ts';

/** `POST …/stream`: by `run_id`, by `otid`, else the newest active run of the place (PROTOCOLS §6.6). */
export function resumeRun(
  system: LettaSystem,
  { faults }: ApiCall,
  conversationId: string | null,
  body: Readonly<Record<string, unknown>> | undefined,
): StreamReply {
  const run = findRun(system, conversationId, body ?? {});
  if (!run.isBackground) {
    throw invalidArgument('Run was not created in background mode, so it cannot be retrieved.');
  }
  if (system.services.clock.now() - run.createdAt > system.rules.logTtl) {
    throw new LettaError(
      410,
      'EXPIRED: Run was created more than 3 hours ago, and is now expired.',
    );
  }
  if (!system.rules.hasRedis) {
    throw new LettaError(
      503,
      'Background streaming requires Redis to be running. Please ensure Redis is properly configured.',
    );
  }
  return streamRun(system, {
    run,
    after: readStart(body?.['starting_after']),
    includePings: body?.['include_pings'] !== false,
    cannotWait: isNull(body, 'poll_interval') || isNull(body, 'batch_size'),
    faults,
  });
}

/** With no body at all these two are null, and nobody can wait so long (PROTOCOLS §6.6). */
function isNull(body: Readonly<Record<string, unknown>> | undefined, name: string): boolean {
  return body === undefined || body['isBare'] === true || body[name] === null;
}

function readStart(value: unknown = 0): number {
  if (Number.isInteger(value) && Number(value) >= 0) return Number(value);
  throw unprocessable('[{"type":"int_parsing","loc":["body","starting_after"]}]');
}

function findRun(
  { runs }: LettaSystem,
  conversationId: string | null,
  { run_id: runId, otid }: Readonly<Record<string, unknown>>,
): LettaRun {
  if (typeof runId === 'string') {
    const run = runs.get(runId);
    if (!run) throw new LettaError(404, `Run ${runId} not found.`);
    return run;
  }
  if (typeof otid === 'string') {
    const run = [...runs.values()].findLast(({ otids }) => otids.includes(otid));
    if (run) return run;
    throw new LettaError(
      404,
      `No run found for otid=${otid}. The run may have expired or never existed.`,
    );
  }
  const active = [...runs.values()].findLast(
    (run) => run.conversationId === conversationId && run.isActive,
  );
  if (!active) throw invalidArgument('No active runs found for this conversation.');
  return active;
}
