import { writeFrame, type FrameSource } from '../frameFaults.ts';
import type { RecordedTurn } from '../record.ts';
import { problem } from '../requestFaults.ts';
import type { ServerOptions } from '../shape.ts';
import type { Frame, StreamLine } from '../streamLine.ts';
import type { NetworkRequest } from '../exchange.ts';
import type { Reply } from '../virtualNetwork.ts';
import { planReply, type ReplyPlan } from './planReply.ts';
import type { LexeyServer } from './virtualServer.ts';
import { garble, toFrame, unknownEvent, type ReplyEvent } from './wire.ts';

/** A reply in the making. */
interface Turn {
  readonly record: RecordedTurn;
  readonly plan: ReplyPlan;
  readonly line: StreamLine;
  /** Numbers of the events that reached the reader. */
  readonly arrived: Set<number>;
  /** Says no more. */
  isOver: boolean;
  storing: 'not-yet' | 'soon' | 'done';
}

/** A streaming request lives no longer, ms (PROTOCOLS §5.5). */
const maxDuration = 120_000;

/** Sends and the replies to them, one at a time in each conversation. */
export class Replying {
  private readonly turns: Turn[] = [];
  private readonly escalated = new Set<string>();
  private readonly posts = new Map<string, number>();
  private readonly options: ServerOptions;
  private readonly server: LexeyServer;
  private isQuiet = false;

  constructor(options: ServerOptions, server: LexeyServer) {
    this.options = options;
    this.server = server;
  }

  take(request: NetworkRequest, conversationId: string): Reply {
    const text = readText(request.body ?? '');
    if (text === undefined) return problem(400, 'bad_request');
    this.watchRepeats(text);
    const date = new Date(this.options.clock.now()).toUTCString();
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', date },
      serve: (line) => this.start(conversationId, text, line),
    };
  }

  noteArrival({ messageId, version = 0 }: Frame): void {
    const turn = messageId === undefined ? undefined : this.turns[Number(messageId)];
    if (!turn || turn.arrived.has(version)) return;
    // What comes behind its place is nobody's text.
    const isLate = version < Math.max(0, ...turn.arrived);
    turn.arrived.add(version);
    const { record, plan } = turn;
    const now = this.options.clock.now();
    const text = plan.deltas.get(version);
    record.coming = record.coming.filter(({ number }) => number > version);
    if (text && !isLate) {
      record.told += text;
      record.toldAt = now;
    }
    const data = plan.events[version - 1]?.data;
    if (data?.includes('"escalated"')) record.escalatedAt = now;
    if (data !== '[DONE]') return;
    record.doneAt = now;
    record.isWhole =
      turn.arrived.size === plan.events.length && !plan.hasFailed && !turn.record.isSpoilt;
  }

  quieten(): void {
    this.isQuiet = true;
  }

  /** What was being said is lost. */
  restart(cut: (line: StreamLine) => void): number {
    const running = this.turns.filter(({ isOver }) => !isOver);
    const followed = running.filter(({ line }) => line.isFollowed).length;
    for (const turn of running) {
      turn.isOver = true;
      turn.storing = 'done';
      if (turn.line.isServed) cut(turn.line);
    }
    return followed;
  }

  /** The next reply hands over to a person, who then writes now and then. */
  escalate(conversationId: string): void {
    this.escalated.add(conversationId);
  }

  private watchRepeats(text: string): void {
    const { record, clock } = this.options;
    const count = (this.posts.get(text) ?? 0) + 1;
    this.posts.set(text, count);
    const allowed = 1 + (record.sends.find((one) => one.text === text)?.retries ?? 0);
    if (count <= allowed) return;
    record.complaints.push({ at: clock.now(), rule: 'post-repeated', detail: text });
  }

  private start(conversationId: string, sendText: string, line: StreamLine): void {
    const { record, clock, faults, random } = this.options;
    this.hasten(conversationId);
    const question = this.server.create(conversationId, { sendText });
    record.sends.find(({ text }) => text === sendText)?.storedIds.push(question.id);
    const number = this.turns.length;
    const mayHandOver = this.escalated.has(conversationId);
    const plan = planReply({ number, sendText, mayHandOver, faults, random });
    const { text, hasFailed } = plan;
    const turn: Turn = {
      plan,
      line,
      record: {
        conversationId,
        sendText,
        text,
        hasFailed,
        stream: line.record,
        told: '',
        coming: [],
        isWhole: false,
        isSpoilt: false,
      },
      arrived: new Set(),
      isOver: false,
      storing: 'not-yet',
    };
    this.turns.push(turn);
    record.turns.push(turn.record);
    if (plan.isHandOver) this.letPersonWrite(conversationId);
    this.limit(turn);
    clock.after(this.drawPause(), () => this.say(turn, 0));
  }

  /** Sends wait for each other: whoever let go of a reply and writes again finds it finished. */
  private hasten(conversationId: string): void {
    for (const turn of this.turns) {
      if (turn.record.conversationId !== conversationId || turn.storing === 'done') continue;
      turn.isOver = true;
      if (turn.storing === 'soon' || !this.isForgotten(turn)) this.insert(turn);
      turn.storing = 'done';
    }
  }

  private say(turn: Turn, index: number): void {
    if (turn.isOver) return;
    const event = turn.plan.events[index];
    if (!event) return this.finish(turn);
    if (event.data === '[DONE]') this.store(turn);
    this.tell(turn, event);
    const isLast = index + 1 === turn.plan.events.length;
    this.options.clock.after(isLast ? 0 : this.drawPause(), () => this.say(turn, index + 1));
  }

  private tell(turn: Turn, event: ReplyEvent): void {
    const { line, record, plan } = turn;
    const { faults, habits } = this.options;
    const { hasIds, events, deltas } = plan;
    if (hasIds && line.isFollowed && faults.take('id-gap')) {
      turn.record.isSpoilt = true;
      return;
    }
    const frame = (one: ReplyEvent): Frame => toFrame(one, hasIds, habits.lineEnd);
    const source: FrameSource = {
      lineEnd: habits.lineEnd,
      garble: (whole) => {
        if (event.data === '[DONE]') return whole;
        turn.record.isSpoilt = true;
        return garble(whole);
      },
      unknownEvent: () => unknownEvent(habits.lineEnd),
      foreignMessage: () => undefined,
      // Without ids nobody can tell a repeat from the same words said twice.
      recent: (count) =>
        hasIds ? events.slice(Math.max(0, event.number - count), event.number).map(frame) : [],
    };
    const isLast = event.data === '[DONE]' && !turn.record.isSpoilt && !plan.hasFailed;
    record.coming.push({ number: event.number, text: deltas.get(event.number) ?? '', isLast });
    writeFrame(line, frame(event), faults, source);
  }

  private finish(turn: Turn): void {
    const { faults, habits } = this.options;
    const { line, plan } = turn;
    turn.isOver = true;
    this.store(turn);
    const [first] = plan.events;
    const isText = first !== undefined && first.data !== '[DONE]';
    if (isText && plan.hasIds && faults.take('data-after-done'))
      line.write(toFrame(first, true, habits.lineEnd));
    if (!faults.take('done-open')) line.end();
  }

  private store(turn: Turn): void {
    if (turn.storing !== 'not-yet') return;
    turn.storing = 'done';
    if (this.isForgotten(turn)) return;
    const late = this.options.faults.take('stored-late');
    if (!late) return this.insert(turn);
    turn.storing = 'soon';
    this.options.clock.after(late.int(100, 6_000), () => {
      if (turn.storing === 'soon') this.insert(turn);
      turn.storing = 'done';
    });
  }

  /** What failed, and what has no words, is in no history. */
  private isForgotten({ plan }: Turn): boolean {
    return (
      plan.hasFailed || plan.text === '' || this.options.faults.take('not-stored') !== undefined
    );
  }

  private insert({ record }: Turn): void {
    record.storedId = this.server.create(record.conversationId, { text: record.text }).id;
  }

  private limit(turn: Turn): void {
    const { clock, faults } = this.options;
    const short = faults.take('time-limit');
    clock.after(short?.int(100, 8_000) ?? maxDuration, () => {
      if (!turn.isOver) turn.line.end();
    });
  }

  private letPersonWrite(conversationId: string): void {
    const { clock, random } = this.options;
    let delay = 0;
    for (let left = random.int(1, 4); left > 0; left -= 1) {
      delay += random.int(500, 30_000);
      clock.after(delay, () => {
        if (!this.isQuiet) this.server.create(conversationId);
      });
    }
  }

  private drawPause(): number {
    const { random } = this.options;
    if (this.isQuiet) return random.int(0, 200);
    return random.pick([0, random.int(1, 60), random.int(10, 900), random.int(100, 3_000)]);
  }
}

function readText(body: string): string | undefined {
  const parsed: unknown = JSON.parse(body);
  const isObject = typeof parsed === 'object' && parsed !== null && 'message' in parsed;
  return isObject && typeof parsed.message === 'string' ? parsed.message : undefined;
}
