import type { RecordedMessage } from '../record.ts';
import { json } from '../requestFaults.ts';
import type { ServerOptions } from '../shape.ts';
import type { Frame, StreamLine } from '../streamLine.ts';
import type { Reply } from '../virtualNetwork.ts';
import { planRun } from './planRun.ts';
import { RunEngine } from './runEngine.ts';
import { RunReader } from './runReader.ts';
import type { RecordedRun } from './runRecord.ts';
import type { LettaStore } from './store.ts';

type Body = Readonly<Record<string, unknown>>;

/** All runs: admission, resuming, cancelling (PROTOCOLS §6.4, §6.6, §6.11). */
export class Runs {
  private readonly all: RunEngine[] = [];
  private readonly readers = new Map<RunEngine, Set<RunReader>>();
  private readonly lines = new Map<StreamLine, RunEngine>();
  private readonly options: ServerOptions;
  private readonly store: LettaStore;
  private readonly hasRedis: boolean;

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
    const { content, otid } = readInput(body);
    const known = this.all.find((run) => isBackground && run.isBackground && run.otid === otid);
    if (known) return this.follow(known, 0);
    const busy = this.findBusy(conversationId);
    if (busy && this.hasRedis) {
      this.options.faults.count('busy');
      return refuseBusy(busy.record.id);
    }
    // Without a lock the agent gets to it when it is free.
    busy?.hasten();
    const run = this.start(conversationId, content, otid, isBackground, content);
    return this.follow(run, 0);
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
    if (!this.store.isQuiet && !this.findBusy(conversationId)) {
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
    const { record: all, faults, random, clock } = this.options;
    const number = this.all.length;
    const id = `run-${number}`;
    const question = this.store.addQuestion(conversationId, id, content, otid);
    all.sends.find(({ text }) => text === sendText)?.storedIds.push(question.id);
    const record: RecordedRun = {
      id,
      conversationId,
      ...(sendText !== undefined && { sendText }),
      questionId: question.id,
      startedAt: clock.now(),
      isBackground,
      steps: [],
      status: 'running',
      readers: [],
      received: new Set(),
    };
    const plan = planRun(number, faults, random);
    const run = new RunEngine(this.options, this.store, { record, otid, plan });
    this.all.push(run);
    all.runs.push(record);
    run.onFlush = () => {
      for (const reader of this.readers.get(run) ?? []) reader.read();
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

function readInput(body: Body): { readonly content: string; readonly otid: string } {
  const [input] = body['messages'] as { readonly content: string; readonly otid: string }[];
  return input!;
}

function refuse(status: number, detail: string): Reply {
  return json(status, JSON.stringify({ detail }));
}

function refuseBusy(runId: string): Reply {
  const detail = `CONFLICT: Cannot send a new message: Another request (run_id=${runId}) is currently being processed for this conversation. Please wait for it to complete.`;
  return json(409, JSON.stringify({ detail, run_id: runId }));
}
