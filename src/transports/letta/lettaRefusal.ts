import { ConversationError, isConversationError } from '../../core/index.ts';

/** Seconds to wait for another run, attempt by attempt (PROTOCOLS §6.4). */
const busyDelays = [10, 20, 40];

/** Background runs need Redis, which a self-hosted server may not have. */
export function lacksBackground(error: unknown): boolean {
  return isConversationError(error) && error.status === 503 && error.message.includes('Redis');
}

/** The id of the run that keeps the conversation busy, where a refusal names one. */
export function readBusyRun(error: unknown): string | undefined {
  if (!isConversationError(error) || error.code !== 'conflict') return undefined;
  return /run_id=(run-[\w-]+)/.exec(error.message)?.[1];
}

/**
 * A refused send. Busy: worth another try, soon when the run in question has just ended here
 * (PROTOCOLS §6.13). Unless it is repeatable, one that may have been taken is not worth another.
 */
export function toSendRefusal(
  error: unknown,
  busyCount: number,
  lastRunId: string | undefined,
  isRepeatable: boolean,
): unknown {
  if (!isConversationError(error)) return error;
  const runId = readBusyRun(error);
  if (runId !== undefined || (error.status === 409 && error.retryAfter !== undefined)) {
    const delay = runId === lastRunId ? 1 : busyDelays[Math.min(busyCount, 2)];
    const busy = withRetry(error, true, error.retryAfter ?? delay);
    return runId === undefined ? busy : Object.assign(busy, { runId });
  }
  const isClear = error.status !== undefined && error.status < 500;
  const isDraining = error.message.includes('cloud_api_shutting_down');
  return isRepeatable || isClear || isDraining ? error : withRetry(error, false, undefined);
}

/** `undefined`: nothing runs. Else the failure, `gone` where there is a run that nobody can follow (PROTOCOLS §6.6). */
export function toResumeRefusal(error: unknown, isAboutRun: boolean): unknown {
  if (!isConversationError(error)) return error;
  const { status, message } = error;
  if (status === 400 && message.includes('No active runs')) return undefined;
  const isGone =
    (status === 400 && message.includes('background mode')) ||
    (status === 404 && isAboutRun) ||
    lacksBackground(error);
  return isGone ? new ConversationError('gone', message, { status }) : error;
}

function withRetry(
  { code, message, status, requestId }: ConversationError,
  retryable: boolean,
  retryAfter: number | undefined,
): ConversationError {
  return new ConversationError(code, message, { status, requestId, retryable, retryAfter });
}
