import type { RecordedCall, RecordedPart } from './runRecord.ts';

export type Item = Readonly<Record<string, unknown>>;

/** What every item of a row says of it. */
export interface RowHead {
  readonly id: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly runId: string;
}

/** Fields in the order of the wire, nulls included; `seq` and run only where a run is logged (PROTOCOLS §6.5). */
export function toItem(
  { id, createdAt, runId }: RowHead,
  type: string,
  otid: string | null,
  fields: Item,
  seq: number | null = null,
): Item {
  return {
    id,
    date: toDate(createdAt),
    name: null,
    message_type: type,
    otid,
    sender_id: null,
    step_id: null,
    is_err: null,
    seq_id: seq,
    run_id: runId,
    ...fields,
  };
}

/** Whole seconds. */
function toDate(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, '+00:00');
}

/** The row's UUID with its low 7 bits replaced by the place of the part (PROTOCOLS §6.9). */
export function toOtid(rowId: string, index: number): string {
  const uuid = rowId.slice('message-'.length);
  const low = (Number.parseInt(uuid.slice(-2), 16) & 0x80) | index;
  return uuid.slice(0, -2) + low.toString(16).padStart(2, '0');
}

/** An approval request goes by the row's id minus one, in its `otid`, too (PROTOCOLS §6.9). */
export function toRequestId(rowId: string): string {
  const low = Number.parseInt(rowId.slice(-2), 16) - 1;
  return rowId.slice(0, -2) + low.toString(16).padStart(2, '0');
}

/** How history shows a step: its parts share the row's id, all calls are in one (PROTOCOLS §6.9). */
export function expandStep(head: RowHead, parts: readonly RecordedPart[]): Item[] {
  const items: Item[] = [];
  const add = (type: string, fields: Item): void =>
    void items.push(toItem(head, type, toOtid(head.id, items.length), fields));
  const calls: RecordedCall[] = [];
  for (const part of parts) {
    if (part.type === 'dynamic-tool') calls.push(part);
    else if (part.type === 'reasoning')
      add('reasoning_message', { reasoning: part.text, signature: null });
    else add('assistant_message', { content: part.text });
  }
  const list = calls.map(({ id, name, input }) => ({ name, arguments: input, tool_call_id: id }));
  const fields = { tool_call: list[0], tool_calls: list };
  const requestId = toRequestId(head.id);
  if (calls[0]?.needsAnswer)
    items.push(toItem({ ...head, id: requestId }, 'approval_request_message', requestId, fields));
  else if (list.length > 0) add('tool_call_message', fields);
  return items;
}

/** What tools returned, in one item of a row of its own. */
export function describeReturns(calls: readonly RecordedCall[]): Item {
  const returns = calls.map(({ id, isError, output }) => ({
    type: 'tool',
    tool_call_id: id,
    status: isError ? 'error' : 'success',
    tool_return: output,
    stdout: null,
    stderr: null,
  }));
  const { type: _, ...first } = returns[0]!;
  return { ...first, tool_returns: returns };
}

export function toEvent(data: string, lineEnd: string, name?: string): string {
  const lines = [...(name === undefined ? [] : [`event: ${name}`]), `data: ${data}`];
  return lines.join(lineEnd) + lineEnd + lineEnd;
}
