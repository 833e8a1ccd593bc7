import {
  ConversationError,
  isConversationError,
  openEventStream,
  type ConversationEvent,
  type HttpRequest,
  type StreamEvent,
} from '../../core/index.ts';
import { createLettaReducer } from './createLettaReducer.ts';
import { asRecord, createLettaMessage, readText, type LettaItem } from './lettaMessage.ts';
import type { LettaTool } from './lettaTool.ts';

type Events = ConversationEvent[];

/** Timers, for the short wait at the end of a stream. */
export interface LettaClock {
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(handle: never): void;
}

export interface LettaRunOptions {
  readonly conversationId: string;
  /** A call of an earlier message, which may be answered now. */
  readonly findKnown: (id: string) => LettaTool | undefined;
  /** It began earlier: its log may have lost its beginning. */
  readonly isResumed: boolean;
  readonly secrets: readonly string[];
  readonly clock: LettaClock;
  /** What became of a run that only pings; `undefined` while it goes on. */
  readonly checkRun: (runId: string, signal: AbortSignal) => Promise<string | undefined>;
}

/** One run of the agent as it is streamed, in one or several attempts. */
export interface LettaRun {
  readonly id: string | undefined;
  readonly tools: ReadonlyMap<string, LettaTool>;
  /** It said that it is over. */
  readonly isOver: boolean;
  /** Can it be gone on with after this number, with what was read so far? */
  canResume(cursor: string): boolean;
  /** One attempt: `open`, then what is streamed, until the run says that it is over. */
  follow(
    request: HttpRequest,
    open: ConversationEvent,
  ): AsyncGenerator<readonly ConversationEvent[], void, undefined>;
}

/**
 * Three ping periods without data are a reason to ask (PROTOCOLS §6.7). One, where a resume brought nothing at
 * all: what there is comes at once.
 */
const maxPings = 3;
/** What follows `stop_reason` is waited for this long, ms (PROTOCOLS §6.5). */
const tailTimeout = 2_000;

/** `stop_reason` and run states that mean failure (PROTOCOLS §6.5). */
const failures = /^(error|failed|llm_|invalid_|no_tool|insufficient_|max_tokens|context_window)/;
const completions = /^(end_turn|tool_rule|max_steps|requires_approval|cancelled)$/;

export function createLettaRun(options: LettaRunOptions): LettaRun {
  const { conversationId, secrets, clock, findKnown } = options;
  let events: Events = [];
  const reducer = createLettaReducer(conversationId, findKnown, (event) => events.push(event));
  const seen = new Set<string>();
  let id: string | undefined;
  let isOver = false;
  /** What `stop_reason` said; what follows tells why, or nothing more. */
  let reason: string | undefined;
  let date: unknown;
  let pings = 0;
  let heard = 0;
  let cursor: string | undefined;
  /** The highest number seen, pings included: what comes next is one more. */
  let told = 0;
  let { isResumed } = options;
  /** A chunk without a number: told again from a cursor, it would be told twice. */
  let isUnnumbered = false;

  const complain = (code: 'malformed_event' | 'skipped_event', detail: string): void =>
    void events.push({ type: 'diagnostic', code, detail: detail.slice(0, 200), isLossy: true });
  /** A resume that brings nothing but the end does not tell what was lost before it. */
  const doubt = (): void => {
    if (isResumed) complain('skipped_event', 'end');
    isResumed = false;
  };
  const end = (outcome: string, text?: string): void => {
    isOver = true;
    doubt();
    if (!failures.test(outcome)) return void reducer.end({ status: toStatus(outcome) });
    const error = new ConversationError('agent_error', text || `The run failed: ${outcome}.`, {
      secrets,
    });
    if (reducer.end({ status: 'error', error })) return;
    // It failed before it said anything: a row of its own says so.
    const messageId = `error-${id ?? conversationId}`;
    const message = createLettaMessage(messageId, { date, run_id: id }, conversationId);
    events.push(
      { type: 'message-start', message: { ...message, isProvisional: true } },
      { type: 'message-end', messageId, status: 'error', error },
    );
  };
  /** While an approval waits a message is refused in-band, and not stored (PROTOCOLS §6.4). */
  const fail = (text: string): void => {
    if (reducer.rows.size > 0 || !text.startsWith('CONFLICT')) return end('error', text);
    isOver = true;
    throw new ConversationError('conflict', text, { secrets });
  };
  const stop = (said: string): void => {
    reason = said;
    doubt();
    events.push({ type: 'status', status: said });
    // Why it failed is told next.
    if (failures.test(said)) return;
    if (!completions.test(said))
      events.push({ type: 'diagnostic', code: 'unknown_event', detail: said });
    reducer.end({ status: toStatus(said) });
  };
  /** Keep-alives repeat the last number: they move nothing (PROTOCOLS §6.7). The first names the run. */
  const readPing = ({ seq_id: seq, run_id: run }: LettaItem): void => {
    id = readText(run) || id;
    const number = typeof seq === 'number' ? seq : 0;
    if (number <= told) pings += 1;
    // Only a logged run has numbers, and only that can be resumed.
    else cursor ??= id && `0:${id}`;
    told = Math.max(told, number);
  };
  const isNews = ({ seq_id: seq, run_id: run }: LettaItem): boolean => {
    const runId = readText(run);
    if (!Number.isInteger(seq) || Number(seq) <= 0 || !runId) return (isUnnumbered = true);
    const mark = `${Number(seq)}:${runId}`;
    if (seen.has(mark)) return false;
    seen.add(mark);
    // The log forgets its oldest entries: what lay between is in history.
    if (isResumed && Number(seq) > told + 1) complain('skipped_event', mark);
    isResumed = false;
    id = runId;
    told = Math.max(told, Number(seq));
    cursor = mark;
    return true;
  };
  const readEvent = ({ type, data }: StreamEvent): void => {
    if (data.startsWith('[DONE]')) return end(reason ?? 'end_turn');
    const item = asRecord(parse(data));
    const kind = readText(item['message_type']);
    date = item['date'] ?? date;
    if (type === 'cancelled') return end(type);
    if (type === 'error' || kind === 'error_message') return fail(readErrorText(item));
    if (!kind) return complain('malformed_event', data);
    if (kind === 'ping') return readPing(item);
    pings = 0;
    heard += 1;
    if (kind === 'stop_reason') return stop(readText(item['stop_reason']));
    if (kind === 'usage_statistics' || !isNews(item)) return;
    if (!reducer.apply(item)) complain('skipped_event', kind);
  };
  /** What is said next, as events; nothing is read after the end. */
  const collect = (read: () => void): Events => {
    events = [];
    const before = cursor;
    read();
    if (cursor !== undefined && cursor !== before) events.push({ type: 'cursor', cursor });
    return events;
  };
  /** A finished run may ping for ever: its state tells (PROTOCOLS §6.7). A check that fails proves nothing. */
  const checkSilent = async (signal: AbortSignal): Promise<Events> => {
    pings = 0;
    const before = heard;
    const outcome = await options
      .checkRun(id!, signal)
      .catch((error: unknown) =>
        isConversationError(error) && error.code === 'not_found' ? 'gone' : undefined,
      );
    // What came meanwhile knows better.
    if (!outcome || heard !== before) return [];
    return collect(() => {
      complain('skipped_event', outcome);
      end(outcome);
    });
  };

  return {
    get id() {
      return id;
    },
    get isOver() {
      return isOver;
    },
    tools: reducer.tools,
    canResume(after) {
      isResumed = true;
      pings = 0;
      return after === cursor && !after.startsWith('0:') && !isUnnumbered && !reason;
    },
    async *follow(request, open) {
      const { signal } = request;
      if (signal.aborted) return;
      // Ours to close, whatever the server leaves open.
      const own = new AbortController();
      const leave = (): void => own.abort();
      signal.addEventListener('abort', leave, { once: true });
      const stream = openEventStream({ ...request, signal: own.signal });
      try {
        if ((await stream.next()).done) return;
        // Whoever goes on with it may not be who began it.
        const { current } = reducer;
        yield current ? [open, { type: 'message-start', message: current }] : [open];
        let next: Promise<Next> | undefined;
        /** Nothing that comes waits for it. */
        let check: Promise<Events> | undefined;
        while (!isOver) {
          next ??= reason ? nextInTime(clock, stream) : stream.next();
          const said = await Promise.race(check ? [next, check] : [next]);
          if (Array.isArray(said)) {
            check = undefined;
            yield said;
            continue;
          }
          next = undefined;
          if (said.done) break;
          yield collect(() => {
            for (const event of said.value) if (!isOver) readEvent(event);
          });
          if (pings >= (isResumed ? 1 : maxPings) && id) check ??= checkSilent(signal);
        }
        if (isOver || signal.aborted) return;
        if (!reason) throw createCut();
        yield collect(() => end(reason!));
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        signal.removeEventListener('abort', leave);
        leave();
      }
    },
  };
}

type Stream = AsyncGenerator<readonly StreamEvent[], void, undefined>;
type Next = IteratorResult<readonly StreamEvent[], void>;

/** What follows the end of a run, if it follows soon. */
function nextInTime(clock: LettaClock, stream: Stream): Promise<Next> {
  const nothing: Next = { done: true, value: undefined };
  let timer: unknown;
  const late = new Promise<Next>((resolve) => {
    timer = clock.setTimeout(() => resolve(nothing), tailTimeout);
  });
  const next = stream.next().catch(() => nothing);
  return Promise.race([next, late]).finally(() => clock.clearTimeout(timer as never));
}

function toStatus(outcome: string): 'complete' | 'stopped' {
  return outcome === 'cancelled' ? 'stopped' : 'complete';
}

function createCut(): ConversationError {
  return new ConversationError('network', 'The stream ended before the run did.', {
    retryable: true,
  });
}

function readErrorText(item: LettaItem): string {
  return readText(item['message']) || readText(item['error']) || readText(item['detail']);
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
