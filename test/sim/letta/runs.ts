import type { RecordedMessage } from '../record.ts';
import { json } from '../requestFaults.ts';
import type { ServerOptions } from '../shape.ts';
import type { Frame, StreamLine } from '../streamLine.ts';
import type { Reply } from '../virtualNetwork.ts';
import { planAnswered, planRun, type RunPlan, type StepPlan } from './planRun.ts';
import { RunEngine } from './runEngine.ts';
import { RunReader } from './runReader.ts';
import type { RecordedCall, RecordedRun } from './runRecord.ts';
import type { LettaStore, StoredRow } from './store.ts';
import { describeReturns, toItem, toOtid } from './wire.ts';

type Body = Readonly<Record<string, unknown>>;

interface Approval {
  readonly tool_call_id: string;
  readonly approve: boolean;
}
interface Input {
  readonly content: string;
  readonly otid: string;
  readonly approvals?: readonly Approval[];
}
interface Asking {
  readonly calls: readonly RecordedCall[];
  readonly rest: readonly StepPlan[];
}

/** All runs: admission, resuming, cancelling (PROTOCOLS §6.4, §6.6, §6.11). */
export class Runs {
  private readonly all: RunEngine[] = [];
  private readonly readers = new Map<RunEngine, Set<RunReader>>();
  private readonly lines = new Map<StreamLine, RunEngine>();
  private readonly options: ServerOptions;
  private readonly store: LettaStore;
  private readonly hasRedis: boolean;
  /** Calls that wait for an answer, by conversation, and what follows it. */
  private readonly pending = new Map<string, Asking>();
  /** All that ever waited, by id. */
  private readonly calls = new Map<string, RecordedCall>();

  constructor(options: ServerOptions, store: LettaStore, hasRedis: boolean) {
    this.options = options;
    this.store = store;
    this.hasRedis = hasRedis;
  }

  find(id: string): RunEngine | undefined {
    return this.all.find(({ record }) => record.id === id);
  }

  describe(id: string): Reply {
    const run = this.find(id);
    if (!run) return refuse(404, `Run ${id} not found.`);
    return json(200, JSON.stringify({ id, status: run.record.status }));
  }

  take(conversationId: string, body: Body): Reply {
    const isBackground = body['background'] === true;
    if (isBackground && !this.hasRedis) {
      this.options.faults.count('no-redis');
      return refuse(503, 'Background streaming requires Redis to be running.');
    }
    const { content, otid, approvals } = readInput(body);
    if (approvals) this.watchAnswers(approvals);
    const known = this.all.find((run) => isBackground && run.isBackground && run.otid === otid);
    if (known) return this.follow(known, 0);
    const busy = this.findBusy(conversationId);
    if (busy && this.hasRedis) {
      this.options.faults.count('busy');
      return refuseBusy(busy.record.id);
    }
    // Without a lock the agent gets to it when it is free.
    busy?.hasten();
    if (approvals) return this.takeAnswers(conversationId, approvals, otid, isBackground);
    if (this.pending.has(conversationId)) {
      const plan = { ...planAnswered([], undefined), isRefused: true };
      const refused = this.begin(conversationId, otid, isBackground, plan);
      refused.record.refusedText = content;
      return this.follow(refused, 0);
    }
    const run = this.start(conversationId, content, otid, isBackground, content);
    return this.follow(run, 0);
  }

  /** All calls that wait are answered together; then the run goes on (PROTOCOLS §6.12). */
  private takeAnswers(
    conversationId: string,
    approvals: readonly Approval[],
    otid: string,
    isBackground: boolean,
  ): Reply {
    const { calls = [], rest = [] } = this.pending.get(conversationId) ?? {};
    const isFor = (call: RecordedCall): Approval | undefined =>
      approvals.find((one) => one.tool_call_id === call.id);
    if (calls.length === 0 || !calls.every(isFor) || calls.length !== approvals.length) {
      if (isBackground && approvals.some((one) => this.calls.get(one.tool_call_id)?.isAnswered))
        this.complain('answered-anew', approvals);
      return refuse(400, 'INVALID_ARGUMENT: No tool call is currently awaiting approval.');
    }
    this.pending.delete(conversationId);
    const { store } = this;
    const now = this.options.clock.now();
    const id = `run-${this.all.length}`;
    const answer = store.newHead(conversationId, id);
    const fields = { approvals, approve: null, approval_request_id: null, reason: null };
    const type = 'approval_response_message';
    const items = [toItem(answer, type, toOtid(answer.id, 0), fields)];
    store.insert(conversationId, { id: answer.id, items });
    for (const call of calls) {
      call.isAnswered = true;
      call.returnedAt = now;
      if (isFor(call)?.approve) continue;
      call.isError = true;
      call.output = 'Error: request to call tool denied. User reason: None';
    }
    const head = store.newHead(conversationId, id);
    const returns = toItem(head, 'tool_return_message', toOtid(head.id, 0), describeReturns(calls));
    store.insert(conversationId, { id: head.id, items: [returns] });
    const plan = planAnswered(rest, { calls, head });
    return this.follow(this.begin(conversationId, otid, isBackground, plan), 0);
  }

  /** Only what the person said arrives, and not oftener than they said it. */
  private watchAnswers(approvals: readonly Approval[]): void {
    const said = approvals.map(({ tool_call_id: id }) => this.calls.get(id)?.wish?.count ?? 0);
    for (const { tool_call_id: id, approve } of approvals) {
      const call = this.calls.get(id);
      if (!call) continue;
      call.posts = (call.posts ?? 0) + 1;
      if (call.posts > Math.max(...said)) this.complain('answer-repeated', approvals);
      if (approve !== call.wish?.isApproved) this.complain('answer-changed', approvals);
    }
  }

  private complain(rule: string, approvals: readonly Approval[]): void {
    const detail = approvals.map(({ tool_call_id: id }) => id).join();
    this.options.record.complaints.push({ at: this.options.clock.now(), rule, detail });
  }

  /** A run that no stored message began. */
  private begin(
    conversationId: string,
    otid: string,
    isBackground: boolean,
    plan: RunPlan,
  ): RunEngine {
    const record = this.createRecord(conversationId, '', isBackground);
    return this.launch(record, otid, plan);
  }

  resume(conversationId: string, body: Body): Reply {
    const { faults } = this.options;
    const run = this.findAsked(conversationId, body);
    if (!run) {
      const isNamed = body['run_id'] !== undefined || body['otid'] !== undefined;
      return isNamed
        ? refuse(404, 'No run found. It may have expired or never existed.')
        : refuse(400, 'INVALID_ARGUMENT: No active runs found for this conversation.');
    }
    if (!run.isBackground)
      return refuse(
        400,
        'INVALID_ARGUMENT: Run was not created in background mode, so it cannot be retrieved.',
      );
    if (faults.take('expired-run'))
      return refuse(410, 'EXPIRED: Run was created more than 3 hours ago.');
    if (faults.take('absent-run')) return refuse(404, `Run ${run.record.id} not found.`);
    const after = Number(body['starting_after'] ?? 0);
    this.checkCursor(run, after);
    const trimming = faults.take('trim-log');
    if (trimming) for (const { onLost } of run.log.trim(trimming.int(1, 12))) onLost?.();
    return this.follow(run, after);
  }

  cancel(conversationId: string): Reply {
    if (!this.hasRedis) return refuse(503, 'Cancelling requires Redis to be running.');
    const running = this.all.findLast(
      (run) => run.record.conversationId === conversationId && run.isActive && !run.isOver,
    );
    if (!running) return refuse(409, 'CONFLICT: No active runs to cancel for conversation.');
    running.record.status = 'cancelled';
    running.record.cancelledAt = this.options.clock.now();
    return json(200, JSON.stringify({ [running.record.id]: 'cancelled' }));
  }

  /** Somebody writes elsewhere. While the agent is busy, they are refused. */
  startElsewhere(conversationId: string): RecordedMessage {
    const number = this.all.length;
    const text = `elsewhere ${number}`;
    const isFree = !this.findBusy(conversationId) && !this.pending.has(conversationId);
    if (!this.store.isQuiet && isFree) {
      const isBackground = this.hasRedis && this.options.random.chance(0.8);
      this.start(conversationId, text, `other-${number}`, isBackground);
    }
    const now = this.options.clock.now();
    return { id: text, conversationId, createdAt: now, at: now, versions: [] };
  }

  noteArrival({ messageId, version = 0 }: Frame): void {
    const run = messageId === undefined ? undefined : this.all[Number(messageId)];
    const entry = run?.log.find(version);
    if (!run || !entry) return;
    const now = this.options.clock.now();
    if (entry.kind === 'chunk') run.record.received.add(version);
    run.record.toldAt = now;
    entry.onTold?.(now);
  }

  /** Was anything asked or told in this conversation at any time since then? */
  wasBusy(conversationId: string, since: number): boolean {
    const { streams, requests } = this.options.record;
    const isOwn = (one: { readonly conversationId: string }): boolean =>
      one.conversationId === conversationId;
    return (
      streams.some((one) => isOwn(one) && (one.endsAt ?? Infinity) >= since) ||
      requests.some(
        (one) =>
          (one.endpoint === 'send' || one.endpoint === 'stream') &&
          isOwn(one) &&
          one.at >= since - 70_000,
      )
    );
  }

  /** Runs go on with what is in the log, or die with what they were saying. */
  restart(cut: (line: StreamLine) => void): number {
    const isFatal = this.options.random.chance(0.4);
    let followed = 0;
    for (const [line] of this.lines) {
      if (line.isFollowed) followed += 1;
      if (line.isServed) cut(line);
    }
    this.lines.clear();
    this.readers.clear();
    if (isFatal) for (const run of this.all) if (!run.isOver) run.kill();
    return followed;
  }

  private findBusy(conversationId: string): RunEngine | undefined {
    return this.all.find((run) => run.record.conversationId === conversationId && !run.isOver);
  }

  private findAsked(conversationId: string, body: Body): RunEngine | undefined {
    const { run_id: runId, otid } = body;
    if (typeof runId === 'string') return this.find(runId);
    if (typeof otid === 'string') return this.all.findLast((run) => run.otid === otid);
    return this.all.findLast(
      (run) => run.record.conversationId === conversationId && run.isActive && !run.isOver,
    );
  }

  /** Only what arrived whole may be resumed after; keep-alives move nothing (PROTOCOLS §6.7). */
  private checkCursor({ record }: RunEngine, after: number): void {
    if (after === 0 || record.received.has(after)) return;
    this.options.record.complaints.push({
      at: this.options.clock.now(),
      rule: 'cursor',
      detail: `resumes ${record.id} after ${after}, which never arrived`,
    });
  }

  private start(
    conversationId: string,
    content: string,
    otid: string,
    isBackground: boolean,
    sendText?: string,
  ): RunEngine {
    const { record: all, faults, random } = this.options;
    const number = this.all.length;
    const question = this.store.addQuestion(conversationId, `run-${number}`, content, otid);
    all.sends.find(({ text }) => text === sendText)?.storedIds.push(question.id);
    const record = this.createRecord(conversationId, question.id, isBackground, sendText);
    return this.launch(record, otid, planRun(number, faults, random), question);
  }

  private createRecord(
    conversationId: string,
    questionId: string,
    isBackground: boolean,
    sendText?: string,
  ): RecordedRun {
    return {
      id: `run-${this.all.length}`,
      conversationId,
      ...(sendText !== undefined && { sendText }),
      questionId,
      startedAt: this.options.clock.now(),
      isBackground,
      steps: [],
      status: 'running',
      readers: [],
      received: new Set(),
    };
  }

  private launch(
    record: RecordedRun,
    otid: string,
    plan: RunPlan,
    question?: StoredRow,
  ): RunEngine {
    const run = new RunEngine(this.options, this.store, { record, otid, plan });
    this.all.push(run);
    this.options.record.runs.push(record);
    run.onFlush = () => {
      for (const reader of this.readers.get(run) ?? []) reader.read();
    };
    run.onAsking = (rest) => {
      const calls = record.steps
        .flatMap(({ parts }) => parts)
        .filter((part) => part.type === 'dynamic-tool' && part.needsAnswer === true)
        .map((part) => part as RecordedCall);
      for (const call of calls) this.calls.set(call.id, call);
      this.pending.set(record.conversationId, { calls, rest });
    };
    run.start(question);
    return run;
  }

  private follow(run: RunEngine, after: number): Reply {
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
      serve: (line) => {
        run.record.readers.push(line.record);
        this.lines.set(line, run);
        // Nothing that shows is left to tell: the end is not told either (PROTOCOLS §6.7).
        const isPast = run.isOver && run.isBackground && after > 0 && after >= run.log.lastShown;
        const isHanging = run.log.isGone || isPast;
        const number = this.all.indexOf(run);
        const reader = new RunReader({
          server: this.options,
          run,
          number,
          after,
          line,
          isHanging,
        });
        const readers = this.readers.get(run) ?? new Set();
        this.readers.set(run, readers.add(reader));
        reader.read();
      },
    };
  }
}

function readInput(body: Body): Input {
  const [input] = body['messages'] as Input[];
  return input!;
}

function refuse(status: number, detail: string): Reply {
  return json(status, JSON.stringify({ detail }));
}

function refuseBusy(runId: string): Reply {
  const detail = `CONFLICT: Cannot send a new message: Another request (run_id=${runId}) is currently being processed for this conversation. Please wait for it to complete.`;
  return json(409, JSON.stringify({ detail, run_id: runId }));
}
