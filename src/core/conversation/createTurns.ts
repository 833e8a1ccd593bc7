import { getAskedDelay } from '../connection/delays.ts';
import { guardStream } from '../connection/guardStream.ts';
import { sleep } from '../connection/sleep.ts';
import { createAborted, withTimeout } from '../connection/withTimeout.ts';
import { ConversationError, toConversationError } from '../model/conversationError.ts';
import type { ConversationEvent } from '../model/conversationEvent.ts';
import type { Connection, ConnectionStatus, TurnStatus } from '../model/conversationState.ts';
import type { Entry } from '../transcript/entry.ts';
import type { TurnTranscript } from '../transcript/turnTranscript.ts';
import type { Position } from './commitEvents.ts';
import type { ConversationParts } from './conversationParts.ts';
import { createCut } from './createCut.ts';

type Batch = readonly ConversationEvent[];
/** One attempt; reads nothing before it is pulled. */
export type StartTurn = (signal: AbortSignal) => AsyncIterable<Batch>;

export interface TurnsOptions extends ConversationParts {
  readonly transcript: TurnTranscript;
  /** Takes a batch in, cursor included. Returns whether something of it was lost. */
  readonly commit: (events: Batch, position: Position, isRetold: boolean) => boolean;
  /** Reads history for what the turn left there. `isDoubtful`: something may be missing until it did. */
  readonly heal: (isDoubtful: boolean) => Promise<void>;
  readonly onConnection: (connection: Connection) => void;
  /** Somebody is there, and wants it live. */
  readonly isFollowing: () => boolean;
}

/** The turns of one conversation, one at a time (DESIGN §8): stream, stop, resume, recover. */
export interface Turns {
  readonly status: TurnStatus;
  /** Why the last turn failed. */
  readonly error: ConversationError | undefined;
  /**
   * Follows a turn to its end, through drops. Throws what failed before the server took it; resolves with the
   * row of its last message.
   */
  run(start: StartTurn, send?: SendOfTurn): Promise<Entry | undefined>;
  /** Follows the turn that the server runs, if it does: after a reload, or begun elsewhere. */
  attach(): Promise<void>;
  stop(): Promise<void>;
  /** Ends what is under way. The server may go on. */
  close(): void;
  /** The network may be back. */
  wake(): void;
}

/** The send that begins a turn. */
export interface SendOfTurn {
  /** Of its row. */
  readonly key: string;
  /** An earlier attempt may have begun the turn: what it says may be known. */
  readonly isRepeated: boolean;
  /** The server took it. Returns the key of its row now. */
  readonly onTaken: () => string;
}

interface Turn {
  readonly controller: AbortController;
  /** Ids of messages that have begun and not ended. */
  readonly running: Set<string>;
  readonly send: SendOfTurn | undefined;
  /** Of the row of its question. */
  key: string | undefined;
  hasBeenTaken: boolean;
  /** It began earlier: what it says may be known. */
  isRetold: boolean;
  /** It was asked to go on where it broke off. */
  hasCursor: boolean;
  isOpen: boolean;
  isLossy: boolean;
  /** Of its messages, so far. */
  firstId: string | undefined;
  lastId: string | undefined;
  error: ConversationError | undefined;
  done: Promise<unknown>;
}

const recoveryDelays = [1_000, 3_000, 8_000];
/** Offline is a hint: a wait is stretched, never endless. */
const offlineDelay = 30_000;

export function createTurns(options: TurnsOptions): Turns {
  const { transport, conversationId, transcript, clock, random, onCommit } = options;
  const isOnline = (): boolean => options.environment.isOnline();
  const { policy } = transport;
  const position: Position = { cursor: undefined };
  let current: Turn | undefined;
  let error: ConversationError | undefined;
  /** How often it was closed. */
  let closings = 0;
  let endWait: (() => void) | undefined;
  let checkStream: (() => void) | undefined;

  const report = (status: ConnectionStatus, detail: Partial<Connection> = {}): void => {
    // A backend with a feed speaks of the feed alone.
    if (!transport.openFeed) options.onConnection({ status, attempt: 0, ...detail });
  };
  const wait = async (delay: number, { signal }: AbortController): Promise<void> => {
    await sleep(clock, delay, signal, (end) => (endWait = end));
    endWait = undefined;
  };

  const note = (turn: Turn, event: ConversationEvent): void => {
    if (event.type === 'message-end') {
      turn.running.delete(event.messageId);
      turn.error = event.error ?? turn.error;
    }
    const message = 'message' in event ? event.message : undefined;
    if (message?.conversationId !== conversationId || message.role === 'user') return;
    turn.firstId ??= message.id;
    turn.lastId = message.id;
    if (event.type === 'message-start') turn.running.add(message.id);
  };
  /** From there on history has to tell, whatever it proved before. */
  const doubt = (messageId: string): void => {
    const entry = transcript.find(messageId);
    if (entry) transcript.holes.open(entry);
  };
  const take = (turn: Turn, events: Batch): void => {
    if (!turn.isOpen) {
      turn.isOpen = true;
      report('open');
      if (!turn.hasBeenTaken && turn.send) turn.key = turn.send.onTaken();
      turn.hasBeenTaken = true;
      transcript.runningKey = turn.key;
    }
    for (const event of events) {
      if (event.type !== 'open') note(turn, event);
      else if (turn.isRetold && !(event.resumed ?? turn.hasCursor)) transcript.beginReplay();
    }
    const isRetold = turn.isRetold || turn.send?.isRepeated === true;
    if (options.commit(events, position, isRetold)) turn.isLossy = true;
    if (turn.isLossy)
      for (const event of events) if (event.type === 'message-end') doubt(event.messageId);
  };

  /** One attempt. Resolves with why it was cut, or with nothing when the server ended the turn. */
  const follow = async (turn: Turn, start: StartTurn): Promise<ConversationError | undefined> => {
    report('connecting', { attempt: 1 });
    const { signal } = turn.controller;
    const { headersTimeout, idleTimeout, turnTimeout: maxDuration } = policy;
    const guard = { clock, signal, headersTimeout, idleTimeout, maxDuration };
    const stream = guardStream(start, guard);
    checkStream = stream.check;
    try {
      for (let batch = await stream.next(); batch; batch = await stream.next()) take(turn, batch);
      return turn.isOpen && turn.running.size > 0 ? createCut() : undefined;
    } catch (thrown) {
      return toConversationError(thrown, 'invalid_response', { retryable: true });
    } finally {
      checkStream = undefined;
      stream.close();
    }
  };
  const resumeOnce = async (turn: Turn): Promise<ConversationError | undefined> => {
    turn.isRetold = true;
    turn.isOpen = false;
    const { cursor } = position;
    turn.hasCursor = cursor !== undefined;
    const cut = await follow(turn, (signal) =>
      transport.resumeTurn!({
        conversationId,
        signal,
        ...(cursor !== undefined && { after: cursor }),
      }),
    );
    return cut ?? (turn.isOpen ? undefined : createGone());
  };
  /** Until the turn is over, the server refuses, or too many attempts in a row brought nothing new. */
  const resume = async (
    turn: Turn,
    cut: ConversationError | undefined,
  ): Promise<ConversationError | undefined> => {
    let cause = cut;
    for (let failures = 0; failures <= policy.maxRetries; failures += 1) {
      if (cause) {
        const asked = Math.max(policy.backoff(failures, random), getAskedDelay(cause, policy));
        const delay = isOnline() ? asked : Math.max(asked, offlineDelay);
        const status = isOnline() ? 'waiting' : 'offline';
        report(status, { attempt: failures + 1, retryAt: clock.now() + delay, error: cause });
        // Until it goes on, history tells what it can.
        transcript.runningKey = undefined;
        await wait(delay, turn.controller);
      }
      const { cursor } = position;
      cause = await resumeOnce(turn);
      if (!cause?.retryable || turn.controller.signal.aborted) return cause;
      if (position.cursor !== cursor) failures = -1;
    }
    return cause;
  };

  const end = (turn: Turn, status: 'stopped' | 'interrupted', cause?: ConversationError): void => {
    for (const messageId of turn.running) {
      // Found whole in history meanwhile.
      if (transcript.find(messageId)?.status === 'complete') continue;
      const detail = cause ? { error: cause } : {};
      transcript.endMessage({ type: 'message-end', messageId, status, ...detail });
    }
    onCommit();
  };
  const isWhole = ({ running, lastId }: Turn): boolean =>
    [...running].every((id) => transcript.find(id)?.status === 'complete') &&
    (lastId !== undefined || transcript.newest?.message.role !== 'user');
  /** The rest of the answer may be in history, now or a little later (PROTOCOLS §5.5). */
  const recover = async (turn: Turn, cut: ConversationError): Promise<void> => {
    turn.error = cut;
    end(turn, 'interrupted', cut);
    report('idle', { error: cut });
    const cutAt = clock.now();
    for (const delay of policy.recoveryDelays ?? recoveryDelays) {
      await wait(Math.max(0, cutAt + delay - clock.now()), turn.controller);
      await options.heal(true);
      if (!isWhole(turn)) continue;
      turn.error = undefined;
      break;
    }
    turn.isOpen = false;
  };

  const begin = (send?: SendOfTurn): Turn => {
    const turn: Turn = {
      controller: new AbortController(),
      running: new Set(),
      send,
      key: send?.key,
      hasBeenTaken: false,
      isRetold: false,
      hasCursor: false,
      isOpen: false,
      isLossy: false,
      firstId: undefined,
      lastId: undefined,
      error: undefined,
      done: Promise.resolve(),
    };
    current = turn;
    return turn;
  };
  const settle = (turn: Turn): void => {
    if (current !== turn) return;
    current = undefined;
    transcript.runningKey = undefined;
    if (turn.isOpen || !turn.isRetold || turn.error) error = turn.error;
    report('idle');
    onCommit();
    if (!turn.isOpen || (transport.openFeed && !turn.isLossy)) return;
    // History is read down to where it began.
    if (turn.isLossy && turn.firstId !== undefined) doubt(turn.firstId);
    void options.heal(turn.isLossy);
  };
  const perform = async (turn: Turn, start: StartTurn): Promise<Entry | undefined> => {
    position.cursor = undefined;
    transcript.runningKey = turn.key;
    const { signal } = turn.controller;
    const cut = await follow(turn, start);
    if (cut && !turn.isOpen) throw cut;
    const isResumable = cut?.retryable && transport.resumeTurn && !signal.aborted;
    const rest = isResumable ? await resume(turn, cut) : cut;
    // It says no more: from now on history does.
    transcript.runningKey = undefined;
    // Refused in-band, before a word was said.
    if (rest?.code === 'conflict' && turn.lastId === undefined) throw rest;
    if (rest && !signal.aborted) await recover(turn, rest);
    return transcript.find(turn.lastId ?? '');
  };
  const performAttach = async (turn: Turn): Promise<void> => {
    const cut = await resume(turn, undefined);
    if (cut && turn.running.size > 0 && !turn.controller.signal.aborted) await recover(turn, cut);
  };
  const guarded = <T>(turn: Turn, work: Promise<T>): Promise<T> => {
    const done = work.finally(() => settle(turn));
    turn.done = done.catch(() => {});
    return done;
  };
  /** A look whether a turn is running gives way; a turn that is told does not. */
  const makeRoom = async (): Promise<void> => {
    const own = closings;
    while (current) {
      if (current.isRetold && !current.isOpen && current.running.size === 0)
        current.controller.abort();
      await current.done;
      // Closed meanwhile: nothing begins any more.
      if (own !== closings) throw createAborted();
    }
  };

  return {
    get status() {
      if (current?.lastId !== undefined) return 'streaming';
      if (current && (current.isOpen || !current.isRetold)) return 'submitted';
      return error ? 'error' : 'ready';
    },
    get error() {
      return error;
    },
    async run(start, send) {
      // Two may have waited for the same one.
      while (current) await makeRoom();
      error = undefined;
      const turn = begin(send);
      return guarded(turn, perform(turn, start));
    },
    async attach() {
      if (!transport.resumeTurn || current) return;
      const turn = begin();
      turn.isRetold = true;
      await guarded(turn, performAttach(turn)).catch(() => {});
    },
    async stop() {
      const turn = current;
      if (!turn) return;
      end(turn, 'stopped');
      turn.running.clear();
      turn.controller.abort();
      if (!transport.cancelTurn) return;
      const { signal } = new AbortController();
      await withTimeout(clock, policy.requestTimeout, signal, (signal) =>
        transport.cancelTurn!({ conversationId, signal }),
      );
    },
    close() {
      closings += 1;
      // Gone on with, it would lack what was lost: it is to be told from its beginning.
      if (current?.isLossy) position.cursor = undefined;
      current?.controller.abort();
      current = undefined;
      transcript.runningKey = undefined;
    },
    wake() {
      endWait?.();
      checkStream?.();
    },
  };
}

function createGone(): ConversationError {
  return new ConversationError(
    'gone',
    'The turn is not running any more: history has what it left.',
  );
}
