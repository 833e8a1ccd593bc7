import { getApprovalId, getPartOtid } from './lettaIds.ts';
import type { LettaHead, LettaMessage, LettaRow, LettaToolReturn } from './lettaTypes.ts';

/** The messages a row shows as: they share id and date, each part has its own `otid` (PROTOCOLS §6.9). */
export function expandRow(row: LettaRow): readonly LettaMessage[] {
  switch (row.kind) {
    case 'system':
      return [createPart(row, 0, 'system_message', { content: row.content ?? '' })];
    case 'user':
      return [
        { ...createPart(row, 0, 'user_message', { content: row.content ?? '' }), otid: row.otid },
      ];
    case 'tool':
      return [createPart(row, 0, 'tool_return_message', describeReturns(row.toolReturns ?? []))];
    case 'approval-response':
      return [createPart(row, 0, 'approval_response_message', describeResponse(row))];
    case 'assistant':
    case 'approval-request':
      return expandStep(row);
  }
}

/** One part of a row. `seq_id` and `run_id` are filled in where a run is logged. */
export function createPart(
  row: LettaRow,
  index: number,
  messageType: string,
  fields: Readonly<Record<string, unknown>>,
): LettaMessage {
  return { ...createHead(row, messageType, getPartOtid(row.id, index)), ...fields };
}

/** An approval request, which does not go by the row's id. */
export function createApprovalPart(
  row: LettaRow,
  fields: Readonly<Record<string, unknown>>,
): LettaMessage {
  const id = getApprovalId(row.id);
  return { ...createHead(row, 'approval_request_message', id), id, ...fields };
}

export function describeReturns(
  returns: readonly LettaToolReturn[],
): Readonly<Record<string, unknown>> {
  const [first] = returns;
  return {
    tool_return: first?.tool_return ?? '',
    status: first?.status ?? 'success',
    tool_call_id: first?.tool_call_id ?? '',
    stdout: first?.stdout ?? null,
    stderr: first?.stderr ?? null,
    tool_returns: returns,
  };
}

/** Whole seconds, as Letta writes them. */
export function formatDate(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, '+00:00');
}

function createHead(row: LettaRow, messageType: string, otid: string): LettaHead {
  return {
    id: row.id,
    date: formatDate(row.createdAt),
    name: null,
    message_type: messageType,
    otid,
    sender_id: null,
    step_id: row.stepId,
    is_err: null,
    seq_id: null,
    run_id: row.runId,
  };
}

function expandStep(row: LettaRow): readonly LettaMessage[] {
  const messages: LettaMessage[] = [];
  const add = (type: string, fields: Readonly<Record<string, unknown>>): void =>
    void messages.push(createPart(row, messages.length, type, fields));
  if (row.reasoning !== undefined) {
    add('reasoning_message', {
      source: 'reasoner_model',
      reasoning: row.reasoning,
      signature: null,
    });
  }
  if (row.hiddenReasoning !== undefined) {
    add('hidden_reasoning_message', { state: row.hiddenReasoning, hidden_reasoning: null });
  }
  if (row.content !== undefined) add('assistant_message', { content: row.content });
  if (row.toolCalls && row.toolCalls.length > 0) {
    const fields = { tool_call: row.toolCalls[0], tool_calls: row.toolCalls };
    if (row.kind === 'approval-request') messages.push(createApprovalPart(row, fields));
    else add('tool_call_message', fields);
  }
  return messages;
}

function describeResponse({ approvals = [] }: LettaRow): Readonly<Record<string, unknown>> {
  const first = approvals.find(({ type }) => type === 'approval');
  return {
    approvals,
    approve: first?.type === 'approval' ? first.approve : null,
    approval_request_id: null,
    reason: first?.type === 'approval' ? (first.reason ?? null) : null,
  };
}
