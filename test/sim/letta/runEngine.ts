import type { ServerOptions } from '../shape.ts';
import type { RunPlan, StepPlan } from './planRun.ts';
import { RunLog, type LogEntry } from './runLog.ts';
import type { RecordedCall, RecordedPart, RecordedRun, RecordedStep } from './runRecord.ts';
import type { LettaStore, StoredRow } from './store.ts';
import { describeReturns, toItem, toOtid, toRequestId, type Item, type RowHead } from './wire.ts';

/** A cancel is looked for at a chunk, and not oftener, ms (PROTOCOLS §6.11). */
const cancelPollInterval = 500;
const maxFlushInterval = 500;
const refusal =
  'CONFLICT: Cannot send a new message: The agent is waiting for approval on a tool call.';

type Act = () => void;

/** A run in the making: says its plan chunk by chunk, stores its rows, listens to nobody but a cancel. */
export class RunEngine {
  readonly log = new RunLog();
  readonly record: RecordedRun;
  readonly otid: string;
  isOver = false;
  onFlush: () => void = () => {};
  /** It waits for an answer; what follows it. */
  onAsking: (rest: readonly StepPlan[]) => void = () => {};
  private readonly options: ServerOptions;
  private readonly store: LettaStore;
  private readonly plan: RunPlan;
  private readonly acts: Act[] = [];
  private step: RecordedStep | undefined;
  /** How much of the step was written. */
  private written: { readonly part: RecordedPart; readonly length: number }[] = [];
  private chunks = 0;
  private polledAt = -Infinity;
  private isFlushDue = false;

  constructor(
    options: ServerOptions,
    store: LettaStore,
    { record, otid, plan }: { record: RecordedRun; otid: string; plan: RunPlan },
  ) {
    this.options = options;
    this.store = store;
    this.record = record;
    this.otid = otid;
    this.plan = plan;
  }

  get isBackground(): boolean {
    return this.record.isBackground;
  }

  get isActive(): boolean {
    return this.record.status === 'running';
  }

  start(question?: StoredRow): void {
    const { answered, isRefused, echoesUser } = this.plan;
    this.push('ping', 'ping', {});
    if (question && echoesUser) this.acts.push(() => this.echo(question));
    if (answered) this.acts.push(() => this.tellReturns(answered.calls, answered.head));
    if (isRefused) this.acts.push(() => this.fail(refusal));
    for (const step of this.plan.steps) this.planStep(step);
    if (this.plan.hasUnknown)
      this.acts.splice(this.options.random.int(0, this.acts.length), 0, () =>
        this.push('chunk', 'response_state', { state: 'thinking' }),
      );
    this.acts.push(() => this.finish());
    this.next();
  }

  /** The server died with it: nobody will ever say that it is over. */
  kill(): void {
    this.isOver = true;
    this.log.dropHeld();
    this.record.status = 'failed';
    this.record.endedAt = this.options.clock.now();
  }

  /** All that is left, at once. */
  hasten(): void {
    while (!this.isOver) this.act();
  }

  private planStep({ parts, toolTime }: StepPlan): void {
    this.acts.push(() => this.begin(parts));
    parts.forEach((part) => {
      if (part.type === 'dynamic-tool') return this.planCall(part, parts);
      part.deltas.forEach((delta) => {
        const fields = (): Item =>
          part.type === 'reasoning'
            ? { source: 'reasoner_model', reasoning: delta.text, signature: null }
            : { content: this.formContent(delta.text) };
        const type = part.type === 'reasoning' ? 'reasoning_message' : 'assistant_message';
        this.acts.push(() => {
          const said = this.say(type, part, fields(), (now) => (delta.toldAt = now));
          if (said) this.note(part, delta.length);
        });
      });
    });
    this.acts.push(() => this.keep(parts));
    const calls = parts.filter((part) => part.type === 'dynamic-tool');
    if (calls.length > 0 && !calls[0]?.needsAnswer) this.planReturns(calls, toolTime);
  }

  private planCall(call: RecordedCall, parts: readonly RecordedPart[]): void {
    const { id, name, input } = call;
    const half = Math.ceil(input.length / 2);
    const deltas = [
      { name, arguments: '', tool_call_id: id },
      { name: null, arguments: input.slice(0, half), tool_call_id: id },
      { name: null, arguments: input.slice(half), tool_call_id: id },
    ];
    const first = parts.find(({ type }) => type === 'dynamic-tool') ?? call;
    for (const delta of deltas)
      this.acts.push(() => {
        const calls = { tool_call: delta, tool_calls: this.plan.isListForm ? [delta] : delta };
        const type = call.needsAnswer ? 'approval_request_message' : 'tool_call_message';
        if (this.say(type, first, calls)) this.note(call, delta === deltas[2] ? 1 : 0);
      });
  }

  private planReturns(calls: readonly RecordedCall[], toolTime: number): void {
    const { clock } = this.options;
    this.acts.push(() => this.wait(this.store.isQuiet ? 0 : toolTime));
    this.acts.push(() => {
      const now = clock.now();
      const head = this.store.newHead(this.record.conversationId, this.record.id);
      const fields = describeReturns(calls);
      const otid = toOtid(head.id, 0);
      for (const call of calls) call.returnedAt = now;
      this.store.insert(this.record.conversationId, {
        id: head.id,
        items: [toItem(head, 'tool_return_message', otid, fields)],
      });
      this.tellReturns(calls, head);
    });
  }

  /** Several share a row, which is not streamed (PROTOCOLS §6.9). */
  private tellReturns(calls: readonly RecordedCall[], head: RowHead): void {
    const [only] = calls;
    if (calls.length > 1 || !only) return;
    const otid = toOtid(head.id, 0);
    this.push('chunk', 'tool_return_message', describeReturns(calls), head, otid, {
      onTold: (told) => (only.toldAt = told),
    });
  }

  private next(): void {
    if (this.isOver) return;
    this.wait(this.drawPause());
  }

  /** The next act is due then; where an act waits by itself, it goes on from there. */
  private wait(delay: number): void {
    this.isWaiting = true;
    this.options.clock.after(delay, () => {
      this.isWaiting = false;
      if (!this.isOver) this.act();
    });
  }

  private isWaiting = false;

  private act(): void {
    const act = this.acts.shift();
    act?.();
    if (!this.isOver && !this.isWaiting && act) this.next();
  }

  private begin(parts: readonly RecordedPart[]): void {
    const head = this.store.newHead(this.record.conversationId, this.record.id);
    this.step = {
      ...head,
      conversationId: this.record.conversationId,
      role: 'assistant',
      parts,
      isSpoilt: false,
    };
    this.written = [];
    this.record.steps.push(this.step);
    this.options.record.steps.push(this.step);
  }

  private say(
    type: string,
    part: RecordedPart,
    fields: Item,
    onTold?: (now: number) => void,
  ): boolean {
    const { step } = this;
    if (!step || this.isStopped()) return false;
    const isRequest = type === 'approval_request_message';
    const id = isRequest ? toRequestId(step.id) : step.id;
    const otid = isRequest ? id : toOtid(step.id, placeOf(step, part));
    this.push('chunk', type, fields, { ...step, id }, otid, {
      isSpoken: true,
      ...(onTold && { onTold }),
      onLost: () => (step.isSpoilt = true),
    });
    this.chunks += 1;
    return true;
  }

  private note(part: RecordedPart, length: number): void {
    this.written = [...this.written.filter((one) => one.part !== part), { part, length }];
  }

  /** Cancelled, or failed by now? Then it says why and nothing more. */
  private isStopped(): boolean {
    const now = this.options.clock.now();
    if (this.chunks === this.plan.failsAfter) return (this.fail(), true);
    if (now - this.polledAt < cancelPollInterval) return false;
    this.polledAt = now;
    if (this.record.status !== 'cancelled') return false;
    this.keepPart();
    const said = '{"message_type": "stop_reason", "stop_reason": "cancelled"}';
    this.log.push({ kind: 'end', data: said });
    if (this.isBackground) this.pushDone();
    this.end('cancelled');
    return true;
  }

  private keep(parts: readonly RecordedPart[]): void {
    if (this.step && parts.length > 0) this.store.keep(this.step);
    this.step = undefined;
  }

  /** What was said before a cancel is in history: whole calls, and text as far as it came. */
  private keepPart(): void {
    const { step, written } = this;
    const kept = written.flatMap(({ part, length }): RecordedPart[] => {
      if (part.type !== 'dynamic-tool') return [{ ...part, text: part.text.slice(0, length) }];
      // A request that was not made asks nothing.
      return length > 0 && !part.needsAnswer ? [part] : [];
    });
    if (!step || kept.length === 0) return;
    step.kept = kept;
    this.store.keep(step);
  }

  private finish(): void {
    if (this.plan.failsAfter !== undefined) return this.fail();
    const isUnended = this.options.faults.take('no-done') !== undefined;
    const { rest } = this.plan;
    const reason = rest ? 'requires_approval' : 'end_turn';
    if (rest) this.onAsking(rest);
    this.log.push({
      kind: 'end',
      data: `{"message_type":"stop_reason","stop_reason":"${reason}"}`,
      ...(isUnended && { onTold: (now: number) => (this.record.doneAt ??= now) }),
    });
    this.log.push({ kind: 'end', data: '{"message_type":"usage_statistics","total_tokens":7}' });
    if (!isUnended) this.pushDone();
    this.end('completed');
  }

  private fail(refused?: string): void {
    if (!this.plan.isBareFailure && !refused)
      this.log.push({ kind: 'end', data: '{"message_type":"stop_reason","stop_reason":"error"}' });
    const error = {
      message_type: 'error_message',
      run_id: this.record.id,
      error_type: refused ? 'internal_error' : 'llm_timeout',
      message: refused ?? 'The LLM request timed out. Please try again.',
      detail: null,
      seq_id: null,
    };
    this.log.push({
      kind: 'end',
      name: 'error',
      data: JSON.stringify(error),
      isComplete: true,
      onTold: (now) => (this.record.doneAt ??= now),
    });
    this.end('failed');
  }

  private end(status: RecordedRun['status']): void {
    this.isOver = true;
    if (this.record.status === 'running') this.record.status = status;
    this.record.endedAt = this.options.clock.now();
    this.flush();
  }

  private pushDone(): void {
    const onTold = (now: number): void => void (this.record.doneAt ??= now);
    this.log.push({ kind: 'end', data: '[DONE]', isComplete: true, onTold });
  }

  private echo({ items }: StoredRow): void {
    const [item] = items;
    const seq = this.isBackground ? this.log.nextSeq : null;
    const run_id = this.isBackground ? this.record.id : null;
    this.add({ kind: 'chunk', data: JSON.stringify({ ...item, seq_id: seq, run_id }) });
  }

  private push(
    kind: LogEntry['kind'],
    type: string,
    fields: Item,
    head: RowHead = { id: `${type}-${this.record.id}`, createdAt: this.now, runId: '' },
    otid: string | null = null,
    more: Partial<LogEntry> = {},
  ): void {
    const { isBackground } = this;
    const runId = isBackground ? this.record.id : null;
    const own = this.plan.hasOtids || type === 'approval_request_message' ? otid : null;
    const seq = isBackground ? this.log.nextSeq : null;
    const item = { ...toItem(head, type, own, fields, seq), run_id: runId };
    this.add({ kind, data: JSON.stringify(item), ...more });
  }

  private add(entry: Omit<LogEntry, 'seq'>): void {
    this.log.push(entry);
    // The log is what a background reader reads; a foreground one is handed each chunk.
    if (!this.isBackground) return this.flush();
    if (this.isFlushDue) return;
    this.isFlushDue = true;
    this.options.clock.after(this.options.random.int(0, maxFlushInterval), () => {
      if (this.isFlushDue && !this.isOver) this.flush();
    });
  }

  private flush(): void {
    this.isFlushDue = false;
    this.log.flush();
    this.onFlush();
  }

  private formContent(text: string): unknown {
    return this.plan.isListForm ? [{ type: 'text', text, signature: null }] : text;
  }

  private get now(): number {
    return this.options.clock.now();
  }

  private drawPause(): number {
    const { random } = this.options;
    if (this.store.isQuiet) return random.int(0, 60);
    return random.pick([0, 0, random.int(1, 60), random.int(10, 500), random.int(100, 2_000)]);
  }
}

/** Which part of the row it is told as: all calls are one (PROTOCOLS §6.9). */
function placeOf({ parts }: RecordedStep, part: RecordedPart): number {
  return parts.indexOf(part);
}
