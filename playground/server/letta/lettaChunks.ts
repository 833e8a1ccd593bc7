import { formatDate } from './expandRow.ts';
import { createUuid } from './lettaIds.ts';
import type { LettaRun } from './lettaRun.ts';
import type { LettaSystem } from './lettaSystem.ts';
import type { LettaMessage } from './lettaTypes.ts';
import type { RunQuirks } from './runQuirks.ts';

/** `run_id` and `seq_id` show in background runs only. */
export function disguise(message: LettaMessage, run: LettaRun, quirks: RunQuirks): LettaMessage {
  return {
    ...message,
    ...(quirks.hasSameIds && message.message_type !== 'tool_return_message'
      ? { id: 'message-00000000-0000-4000-8000-000000000080' }
      : {}),
    ...(quirks.hasNoOtids ? { otid: null } : {}),
    run_id: run.isBackground ? run.id : null,
  };
}

export function createPing({ services }: LettaSystem, run: LettaRun): LettaMessage {
  return {
    id: `ping-${createUuid(services.random)}`,
    date: formatDate(services.clock.now()),
    name: null,
    message_type: 'ping',
    otid: null,
    sender_id: null,
    step_id: null,
    is_err: null,
    seq_id: null,
    run_id: run.id,
  };
}

export function createUsage(chunks: number): Readonly<Record<string, unknown>> {
  return {
    message_type: 'usage_statistics',
    completion_tokens: chunks,
    prompt_tokens: 910,
    total_tokens: 910 + chunks,
    step_count: 1,
    run_ids: null,
    cached_input_tokens: null,
    cache_write_tokens: null,
    reasoning_tokens: null,
    context_tokens: 910,
  };
}

export function createError(
  run: LettaRun,
  type: string,
  message: string,
): Readonly<Record<string, unknown>> {
  return {
    message_type: 'error_message',
    run_id: run.id,
    error_type: type,
    message,
    detail: null,
    seq_id: null,
  };
}
