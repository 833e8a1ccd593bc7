import type { Clock } from '../environment.ts';
import { ConversationError, toConversationError } from '../model/conversationError.ts';
import type { Message, ServerMessage } from '../model/message.ts';
import { getAskedDelay } from '../connection/delays.ts';
import { sleep } from '../connection/sleep.ts';
import type { StoredSend } from '../history.ts';
import { createAborted, withTimeout } from '../connection/withTimeout.ts';
import type { ConversationTransport, OutgoingMessage, SendReceipt } from '../transport.ts';
import { toMessage, type Entry } from '../transcript/entry.ts';
import type { LocalSend } from '../transcript/localSends.ts';
import { getOrder } from '../transcript/run.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { createLocalId } from './createLocalId.ts';
import type { StartTurn, Turns } from './createTurns.ts';

export interface OutboxOptions {
  readonly transport: ConversationTransport;
  readonly conversationId: string;
  readonly transcript: Transcript;
  readonly clock: Clock;
  readonly random: () => number;
  readonly isOnline: () => boolean;
  readonly turns: Turns;
  readonly onCommit: () => void;
  /** A message that the server took has not been seen since: history has to tell. */
  readonly onMissing: () => Promise<void>;
}

/** Sends one at a time, in order; a row shows what became of each. */
export interface Outbox {
  readonly isSending: boolean;
  /** Why the last send failed; `undefined` once one worked. */
  readonly error: ConversationError | undefined;
  send(message: OutgoingMessage): Promise<Message>;
  retry(key: string): Promise<Message>;
  discard(key: string): void;
  /** Sends kept from an earlier visit: shown as `failed`, to retry or discard. */
  restore(stored: readonly StoredSend[]): void;
  /** After a commit: a send without a receipt is done once its stored form was seen. */
  checkEchoes(): void;
  /** Gives up what is under way: rows become `failed`, to retry later. */
  close(): void;
  /** The network may be back. */
  wake(): void;
}

/** A send under way. */
interface Delivery {
  readonly send: LocalSend;
  readonly controller: AbortController;
  /** What the server took now is not older than this. */
  readonly floor: number | undefined;
  /** Its row, once the server took it and answers in-band. */
  row: Entry | undefined;
  /** The last message of the answer. */
  lastId: string | undefined;
}

interface Waiter {
  resolve(message: Message): void;
  reject(error: ConversationError): void;
}

const maxRetries = 3;
/** A feed that has not shown a stored message after this long, ms, has missed it (PROTOCOLS §4.5). */
const echoTimeout = 10_000;

export function createOutbox(options: OutboxOptions): Outbox {
  const { transport, conversationId, transcript, clock, random, isOnline, turns, onCommit } =
    options;
  const { policy, capabilities } = transport;
  // Asked each time: a transport may learn what its server can do.
  const isIdempotent = (): boolean => capabilities.isSendIdempotent;
  const waiters = new Map<string, Waiter>();
  const queue: LocalSend[] = [];
  let current: Delivery | undefined;
  let failed: LocalSend | undefined;
  const awaitingEcho = new Set<LocalSend>();
  let echoTimer: unknown;

  const settle = (send: LocalSend, stored: ServerMessage): void => {
    const entry = transcript.acknowledge(send, stored);
    failed = undefined;
    onCommit();
    waiters.get(send.key)?.resolve(toMessage(entry));
    waiters.delete(send.key);
  };
  const fail = (send: LocalSend, cause: ConversationError): void => {
    const stored = findEcho(send);
    // The answer was lost but the message was seen: it is stored, nothing failed.
    if (stored) return settle(send, stored);
    send.status = 'failed';
    send.error = cause;
    // One that was only queued never left: nobody can have stored it.
    send.isInDoubt ||= send.mayBeStored && isUnclear(cause);
    send.mayBeStored = send.isInDoubt;
    transcript.changeSend(send);
    failed = send;
    onCommit();
    waiters.get(send.key)?.reject(cause);
    waiters.delete(send.key);
  };

  /** Sent again without a key it is another message, the one before may be stored besides. */
  const findFloor = (send: LocalSend): number | undefined => {
    const { newest } = transcript;
    return isIdempotent() || !newest ? send.floor : newest.order;
  };
  const place = (delivery: Delivery): void => {
    const { send } = delivery;
    // Told by another stream already, it has its place.
    const stored = findEcho(send);
    delivery.row = stored
      ? transcript.acknowledge(send, stored)
      : transcript.place(send, delivery.floor);
    // What was stored is an earlier attempt's: this one is a message of its own.
    if (stored && getOrder(stored) < (delivery.floor ?? 0)) {
      delivery.row = transcript.place({ ...send, key: `${send.key}'` }, delivery.floor);
      transcript.runningKey = delivery.row.key;
    }
    failed = undefined;
    onCommit();
  };
  const followTurn = async (delivery: Delivery, start: StartTurn): Promise<undefined> => {
    const { key } = delivery.send;
    delivery.lastId = await turns.run(start, { key, onTaken: () => place(delivery) });
  };
  const attempt = (delivery: Delivery): Promise<SendReceipt | undefined> => {
    const { message, idempotencyKey } = delivery.send;
    const controller = new AbortController();
    const end = (): void => controller.abort();
    const request = { conversationId, message, idempotencyKey, signal: controller.signal };
    const answer = transport.sendMessage!(request);
    const link = <T>(signal: AbortSignal, to: T): T => {
      signal.addEventListener('abort', end, { once: true });
      return to;
    };
    if (Symbol.asyncIterator in answer)
      return followTurn(delivery, (signal) => link(signal, answer));
    const limit = { clock, timeout: policy.requestTimeout, signal: delivery.controller.signal };
    return withTimeout(limit, (signal) => link(signal, answer));
  };
  /** A send is repeated only where the server stores a repeated key once (DESIGN §5.9). */
  const deliver = async (delivery: Delivery): Promise<SendReceipt | undefined> => {
    const { send } = delivery;
    const { signal } = delivery.controller;
    for (let failures = 0; ;) {
      try {
        return await attempt(delivery);
      } catch (thrown) {
        const cause = toConversationError(thrown, 'invalid_response');
        failures += 1;
        send.isInDoubt ||= isUnclear(cause);
        const canRepeat = cause.retryable && isIdempotent() && isOnline() && failures <= maxRetries;
        if (!canRepeat || signal.aborted || delivery.row) throw cause;
        const step = policy.backoff(failures - 1, random);
        await sleep(clock, Math.max(getAskedDelay(cause, policy), step), signal);
      }
    }
  };
  const findEcho = (send: LocalSend): ServerMessage | undefined => {
    const guessed = transcript.sends.getGuess(send);
    return guessed === undefined ? undefined : transcript.find(guessed)?.message;
  };
  const finish = (send: LocalSend, { message = findEcho(send) }: SendReceipt): void => {
    if (message) settle(send, message);
    // No receipt: the feed will show it. Until then the row goes on as it is.
    else {
      awaitingEcho.add(send);
      clock.clearTimeout(echoTimer);
      echoTimer = clock.setTimeout(() => void findMissing(), echoTimeout);
    }
  };
  /** What history does not list either was sent all the same: it stays a row, until the server tells of it. */
  const findMissing = async (): Promise<void> => {
    const missing = [...awaitingEcho];
    await options.onMissing();
    for (const send of missing) {
      if (!awaitingEcho.delete(send)) continue;
      waiters.get(send.key)?.resolve(toMessage(transcript.place(send)));
      waiters.delete(send.key);
    }
    onCommit();
  };
  /** The turn is over: its last message is the answer, else why there is none. */
  const finishTurn = (
    { send, row, lastId }: Delivery,
    cause: ConversationError | undefined,
  ): void => {
    const waiter = waiters.get(send.key);
    const last = lastId === undefined ? undefined : transcript.find(lastId);
    const error = last ? undefined : (cause ?? turns.error);
    if (error) waiter?.reject(error);
    else waiter?.resolve(toMessage(last ?? row!));
    waiters.delete(send.key);
  };
  /** Gone offline with the send under way: where a repeat is safe it waits for the network, at its place. */
  const requeue = (send: LocalSend, cause: ConversationError): boolean => {
    const canWait = cause.code === 'network' && isIdempotent() && !isOnline();
    if (!canWait) return false;
    send.status = 'queued';
    transcript.changeSend(send);
    queue.unshift(send);
    return true;
  };
  const sendNext = async (): Promise<void> => {
    const send = queue[0];
    if (!send || current || !isOnline()) return;
    queue.shift();
    const own: Delivery = {
      send,
      controller: new AbortController(),
      floor: findFloor(send),
      row: undefined,
      lastId: undefined,
    };
    current = own;
    send.status = 'sending';
    send.mayBeStored = true;
    transcript.changeSend(send);
    onCommit();
    const outcome = await deliver(own).catch((thrown: unknown) =>
      toConversationError(thrown, 'invalid_response'),
    );
    // Closed meanwhile: the row was settled then.
    if (current !== own) return;
    current = undefined;
    const cause = outcome instanceof ConversationError ? outcome : undefined;
    if (own.row) finishTurn(own, cause);
    else if (!(outcome instanceof ConversationError)) finish(send, outcome ?? {});
    else if (!requeue(send, outcome)) fail(send, outcome);
    onCommit();
    void sendNext();
  };

  const enqueue = (send: LocalSend): Promise<Message> => {
    queue.push(send);
    const done = new Promise<Message>((resolve, reject) =>
      waiters.set(send.key, { resolve, reject }),
    );
    onCommit();
    void sendNext();
    return done;
  };
  const findFailed = (key: string): LocalSend => {
    const send = transcript.sends.get(key);
    if (send?.status === 'failed') return send;
    throw new ConversationError(
      'invalid_argument',
      `No failed message has the key "${key}": only those can be sent again or discarded.`,
    );
  };
  return {
    get isSending() {
      return current !== undefined || queue.length > 0;
    },
    get error() {
      // A send that was found stored after all has not failed.
      return failed && transcript.sends.get(failed.key) === failed ? failed.error : undefined;
    },
    async send(message) {
      checkSendable(transport, message);
      const id = createLocalId(random);
      const { newest } = transcript;
      const send: LocalSend = {
        key: `local:${id}`,
        conversationId,
        idempotencyKey: id,
        message,
        createdAt: clock.now(),
        status: current || queue.length > 0 || !isOnline() ? 'queued' : 'sending',
        error: undefined,
        mayBeStored: false,
        isInDoubt: false,
        floor: newest?.order,
      };
      transcript.addSend(send);
      failed = undefined;
      return enqueue(send);
    },
    async retry(key) {
      const send = findFailed(key);
      send.status = 'queued';
      send.error = undefined;
      failed = undefined;
      transcript.changeSend(send);
      return enqueue(send);
    },
    discard(key) {
      transcript.discardSend(findFailed(key));
      failed = undefined;
      onCommit();
    },
    restore(stored) {
      for (const { parts, mayBeStored, ...send } of stored) {
        if (transcript.sends.has(send.key) || transcript.findByKey(send.key)) continue;
        const state = { status: 'failed', error: createAborted(), mayBeStored } as const;
        const message = { parts };
        transcript.addSend({ ...send, ...state, conversationId, message, isInDoubt: mayBeStored });
      }
    },
    checkEchoes() {
      for (const send of awaitingEcho) {
        const stored = findEcho(send);
        if (stored && awaitingEcho.delete(send)) settle(send, stored);
      }
      if (awaitingEcho.size === 0) clock.clearTimeout(echoTimer);
    },
    close() {
      const under = current && !current.row ? [current.send] : [];
      const waiting = [...under, ...awaitingEcho, ...queue.splice(0)];
      awaitingEcho.clear();
      clock.clearTimeout(echoTimer);
      current?.controller.abort();
      if (current?.row) finishTurn(current, createAborted());
      current = undefined;
      for (const send of waiting) fail(send, createAborted());
    },
    wake: () => void sendNext(),
  };
}

function checkSendable(transport: ConversationTransport, { parts }: OutgoingMessage): void {
  if (!transport.sendMessage || !transport.capabilities.canSend) {
    throw new ConversationError(
      'unsupported',
      `The ${transport.name} transport cannot send messages.`,
    );
  }
  const isEmpty = parts.every((part) => part.type === 'text' && part.text.trim() === '');
  if (isEmpty)
    throw new ConversationError(
      'invalid_argument',
      'The message is empty: there is nothing to send.',
    );
  if (!transport.capabilities.canAttach && parts.some((part) => part.type !== 'text')) {
    throw new ConversationError('unsupported', `The ${transport.name} transport sends text only.`);
  }
}

/** Could the server have stored it although the request failed? A clear refusal says no. */
function isUnclear({ code }: ConversationError): boolean {
  return (
    code === 'network' ||
    code === 'timeout' ||
    code === 'aborted' ||
    code === 'server_error' ||
    code === 'invalid_response'
  );
}
