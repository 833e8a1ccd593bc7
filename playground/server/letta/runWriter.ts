import { createError, createPing, createUsage, disguise } from './lettaChunks.ts';
import type { LettaRun } from './lettaRun.ts';
import type { LettaSystem } from './lettaSystem.ts';
import type { LettaMessage, LettaScript } from './lettaTypes.ts';
import type { RunRequest } from './runScript.ts';

/** The run was cancelled, and a chunk arrived after that. `cause`: what of the step had been written. */
export class Cancelled extends Error {}

/** What a run says, chunk by chunk, at its script's pace. */
export interface RunWriter {
  ping(): void;
  /** Throws `Cancelled` where a cancel shows. */
  write(message: LettaMessage): Promise<void>;
  finish(reason: string): void;
  fail(error: NonNullable<LettaScript['error']>): void;
  finishCancelled(): void;
}

export function createRunWriter(system: LettaSystem, request: RunRequest): RunWriter {
  const { run, stored, script, quirks } = request;
  const { rules, waits, services } = system;
  let chunks = 0;
  let lateChunks = quirks.lateChunks;
  let lastPoll = -Infinity;
  let isFlushDue = false;
  const flush = (): void => {
    isFlushDue = false;
    run.flush(rules.logLength);
    services.changed();
  };
  const push: LettaRun['push'] = (entry) => {
    run.push(entry);
    // The log is what a background reader reads; a foreground one is handed each chunk.
    if (!run.isBackground || rules.flushInterval === 0 || run.heldCount >= 50) return flush();
    if (isFlushDue) return;
    isFlushDue = true;
    waits.later(rules.flushInterval, flush);
  };
  const end = (status: LettaRun['status'], reason: string): void => {
    run.isOver = true;
    flush();
    if (system.locks.get(stored.id)?.runId === run.id) system.locks.delete(stored.id);
    // The run row follows a moment later (PROTOCOLS §6.13).
    setImmediate(() => {
      if (run.status === 'running') run.status = status;
      run.stopReason = reason;
      run.completedAt = services.clock.now();
      services.changed();
    });
  };
  const isCancelSeen = (): boolean => {
    const now = services.clock.now();
    if (now - lastPoll < rules.cancelPollInterval) return false;
    lastPoll = now;
    return run.status === 'cancelled';
  };
  return {
    ping: () => push({ kind: 'ping', data: createPing(system, run) }),
    async write(message: LettaMessage) {
      if (isCancelSeen() && lateChunks-- <= 0) throw new Cancelled();
      const data = disguise(message, run, quirks);
      if (quirks.hasUnknownType && chunks === 1) {
        push({ kind: 'chunk', data: { ...data, message_type: 'response_state' } });
      }
      push({ kind: 'chunk', data });
      chunks += 1;
      if (chunks === script.holdAfter) await waits.hold(stored.id);
      await waits.sleep(script.pace ?? 0);
    },
    finish(reason: string) {
      push({ kind: 'stop', data: { message_type: 'stop_reason', stop_reason: reason } });
      push({ kind: 'usage', data: createUsage(chunks) });
      push({ kind: 'done', data: '[DONE]', isComplete: true });
      end(failures.has(reason) ? 'failed' : 'completed', reason);
    },
    fail({ type, message, isBare = false }: NonNullable<LettaScript['error']>) {
      if (!isBare)
        push({ kind: 'stop', data: { message_type: 'stop_reason', stop_reason: 'error' } });
      push({
        kind: 'error',
        event: 'error',
        data: createError(run, type, message),
        isComplete: true,
      });
      if (!isBare) push({ kind: 'done', data: '[DONE]' });
      end('failed', 'error');
    },
    finishCancelled() {
      // Another serialiser, with spaces (PROTOCOLS §6.11).
      const data = '{"message_type": "stop_reason", "stop_reason": "cancelled"}';
      push({ kind: 'stop', data, ...(quirks.hasCancelledEvent ? { event: 'cancelled' } : {}) });
      if (run.isBackground) push({ kind: 'done', data: '[DONE]', isComplete: true });
      end('cancelled', 'cancelled');
    },
  };
}

const failures = new Set([
  'max_tokens_exceeded',
  'context_window_overflow_in_system_prompt',
  'error',
  'llm_api_error',
  'invalid_llm_response',
  'invalid_tool_call',
  'no_tool_call',
  'insufficient_credits',
]);
