import { createAttemptBudget } from '../connection/attemptBudget.ts';
import { getAskedDelay } from '../connection/delays.ts';
import { sleep } from '../connection/sleep.ts';
import { createAborted, withTimeout } from '../connection/withTimeout.ts';
import type { StoredSend } from '../history.ts';
import { ConversationError, toConversationError } from '../model/conversationError.ts';
import type { Message, ServerMessage } from '../model/message.ts';
import { toMessage, type Entry } from '../transcript/entry.ts';
import type { LocalSend } from '../transcript/localSends.ts';
import { getOrder } from '../transcript/run.ts';
import { createNoTurns } from '../transcript/transcript.ts';
import type { ConversationTransport, OutgoingMessage, SendReceipt } from '../transport.ts';
import type { ConversationParts } from './conversationParts.ts';
import { createLocalId } from './createLocalId.ts';
import { createUnsupported } from './createUnsupported.ts';
import type { StartTurn, Turns } from './createTurns.ts';

export interface OutboxOptions extends ConversationParts {
  readonly turnLoop: Turns | undefined;
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

/** A send on its way, and who waits for it. */
interface Delivery {
  readonly send: LocalSend;
  readonly controller: AbortController;
  /** When the reader last asked for it, epoch ms. */
  readonly queuedAt: number;
  /** What the server took now is not older than this. */
  floor: number | undefined;
  /** Once the server took it and answers in-band: its own row, then the last one of the answer. */
  row: Entry | undefined;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: ConversationError) => void;
}

const maxRetries = 3;
/** Of all sends together: whoever asks again and again does not multiply them (DESIGN §6). */
const retriesPerMinute = 15;
/** A feed that has not shown a stored message after this long, ms, has missed it (PROTOCOLS §4.5). */
const echoTimeout = 10_000;
/** What waited longer, ms, is not sent before the reader says so (EXPERIENCE §3). */
const longestWait = 3_600_000;

export function createOutbox(options: OutboxOptions): Outbox {
  const { transport, conversationId, transcript, clock, random, environment, onCommit } = options;
  const { policy, capabilities } = transport;
  const turns = options.turnLoop;
  const retries = createAttemptBudget(retriesPerMinute);
  const queue: Delivery[] = [];
  const awaitingEcho = new Set<Delivery>();
  let current: Delivery | undefined;
  let failed: LocalSend | undefined;
  let echoTimer: unknown;

  const findEcho = ({ storedId }: LocalSend): ServerMessage | undefined =>
    storedId === undefined ? undefined : transcript.find(storedId)?.message;
  const settle = ({ send, resolve }: Delivery, stored: ServerMessage): void => {
    const entry = transcript.acknowledge(send, stored);
    failed = undefined;
    onCommit();
    resolve(toMessage(entry));
  };
  const fail = (delivery: Delivery, cause: ConversationError): void => {
    const { send } = delivery;
    const stored = findEcho(send);
    // The answer was lost but the message was seen: it is stored, nothing failed.
    if (stored) return settle(delivery, stored);
    send.status = 'failed';
    send.error = cause;
    // One that was only queued never left: nobody can have stored it.
    send.isInDoubt ||= send.mayBeStored && isUnclear(cause);
    send.mayBeStored = send.isInDoubt;
    transcript.changeSend(send);
    failed = send;
    onCommit();
    delivery.reject(cause);
  };

  /** Sent again without a key it is another message, the one before may be stored besides. */
  const findFloor = (send: LocalSend): number | undefined => {
    const { newest } = transcript;
    return capabilities.isSendIdempotent || !newest ? send.floor : newest.order;
  };
  /** Returns the key of its row. */
  const place = (delivery: Delivery): string => {
    const { send } = delivery;
    // Told by another stream already, it has its place.
    const stored = findEcho(send);
    delivery.row = stored
      ? transcript.acknowledge(send, stored)
      : transcript.place(send, delivery.floor);
    // What was stored is an earlier attempt's: this one is a message of its own.
    if (stored && getOrder(stored) < (delivery.floor ?? 0))
      delivery.row = transcript.place({ ...send, key: `${send.key}'` }, delivery.floor);
    failed = undefined;
    onCommit();
    return delivery.row.key;
  };
  const followTurn = async (delivery: Delivery, start: StartTurn): Promise<SendReceipt> => {
    if (!turns) throw createNoTurns();
    const { key, isInDoubt: isRepeated } = delivery.send;
    const last = await turns.run(start, { key, isRepeated, onTaken: () => place(delivery) });
    if (!last && turns.error) throw turns.error;
    delivery.row = last ?? delivery.row;
    return {};
  };
  const attempt = (delivery: Delivery): Promise<SendReceipt> => {
    const { message, idempotencyKey } = delivery.send;
    const controller = new AbortController();
    const request = { conversationId, message, idempotencyKey, signal: controller.signal };
    const answer = transport.sendMessage!(request);
    const link = <T>(signal: AbortSignal, to: T): T => {
      signal.addEventListener('abort', () => controller.abort(), { once: true });
      return to;
    };
    if (Symbol.asyncIterator in answer)
      return followTurn(delivery, (signal) => link(signal, answer));
    const limit = { clock, timeout: policy.requestTimeout, signal: delivery.controller.signal };
    return withTimeout(limit, (signal) => link(signal, answer));
  };
  /** A send is repeated only where the server stores a repeated key once (DESIGN §5.9). */
  const deliver = async (delivery: Delivery): Promise<SendReceipt> => {
    const { send } = delivery;
    const { signal } = delivery.controller;
    for (let failures = 0; ; failures += 1) {
      try {
        return await attempt(delivery);
      } catch (thrown) {
        const cause = toConversationError(thrown, 'invalid_response');
        send.isInDoubt ||= isUnclear(cause);
        // Asked each time: a transport may learn what its server can do.
        const canRepeat =
          cause.retryable &&
          capabilities.isSendIdempotent &&
          environment.isOnline() &&
          failures < maxRetries;
        if (!canRepeat || signal.aborted || delivery.row) throw cause;
        const step = policy.backoff(failures, random);
        const delay = Math.max(getAskedDelay(cause, policy), step, retries.reserve(clock.now()));
        await sleep(clock, delay, signal);
      }
    }
  };
  const finish = (delivery: Delivery, { message = findEcho(delivery.send) }: SendReceipt): void => {
    if (message) settle(delivery, message);
    // No receipt: the feed will show it. Until then the row goes on as it is.
    else if (transport.turns) {
      awaitingEcho.add(delivery);
      clock.clearTimeout(echoTimer);
      echoTimer = clock.setTimeout(() => void findMissing(), echoTimeout);
    } else {
      delivery.send.isInDoubt = true;
      fail(delivery, createNoTurns());
    }
  };
  /** What history does not list either was sent all the same: it stays a row, until the server tells of it. */
  const findMissing = async (): Promise<void> => {
    const missing = [...awaitingEcho];
    await options.onMissing();
    // Those that were given up meanwhile are told so.
    for (const delivery of missing.filter((one) => awaitingEcho.delete(one))) {
      delivery.resolve(toMessage(transcript.place(delivery.send)));
      onCommit();
    }
  };
  /** Gone offline with the send under way: where a repeat is safe it waits for the network, at its place. */
  const requeue = (delivery: Delivery, { code }: ConversationError): boolean => {
    if (code !== 'network' || !capabilities.isSendIdempotent || environment.isOnline())
      return false;
    delivery.send.status = 'queued';
    transcript.changeSend(delivery.send);
    queue.unshift(delivery);
    return true;
  };
  const renewKey = (send: LocalSend): void => {
    send.idempotencyKey = createLocalId(random);
    send.isInDoubt = false;
  };
  const sendNext = async (): Promise<void> => {
    const own = queue[0];
    if (!own || current || !environment.isOnline()) return;
    queue.shift();
    // While it waited, an earlier attempt was found stored.
    const stored = findEcho(own.send);
    if (stored) {
      settle(own, stored);
      return sendNext();
    }
    if (clock.now() - own.queuedAt > longestWait) {
      fail(own, createWaited());
      return sendNext();
    }
    current = own;
    own.floor = findFloor(own.send);
    own.send.status = 'sending';
    own.send.mayBeStored = true;
    transcript.changeSend(own.send);
    onCommit();
    const outcome = await deliver(own).catch((thrown: unknown) =>
      toConversationError(thrown, 'invalid_response'),
    );
    // Closed meanwhile: the row was settled then.
    if (current !== own) return;
    current = undefined;
    const hasFailed = outcome instanceof ConversationError;
    // Refused in-band: it was not taken after all, and what its key stands for now is the refusal.
    if (hasFailed && outcome.code === 'conflict' && transcript.takeBack(own.send)) {
      own.row = undefined;
      if (capabilities.isSendIdempotent) renewKey(own.send);
    }
    // Taken, so the row stands; the turn tells the rest.
    if (own.row) {
      if (hasFailed) own.reject(outcome);
      else own.resolve(toMessage(own.row));
    } else if (!hasFailed) finish(own, outcome);
    else if (!requeue(own, outcome)) fail(own, outcome);
    onCommit();
    void sendNext();
  };

  const enqueue = (send: LocalSend): Promise<Message> => {
    failed = undefined;
    const done = new Promise<Message>((resolve, reject) =>
      queue.push({
        send,
        controller: new AbortController(),
        queuedAt: clock.now(),
        floor: undefined,
        row: undefined,
        resolve,
        reject,
      }),
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
  const isBusy = (): boolean => current !== undefined || queue.length > 0;
  return {
    get isSending() {
      return isBusy();
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
        status: isBusy() || !environment.isOnline() ? 'queued' : 'sending',
        error: undefined,
        mayBeStored: false,
        isInDoubt: false,
        floor: newest?.order,
      };
      transcript.addSend(send);
      return enqueue(send);
    },
    async retry(key) {
      const send = findFailed(key);
      send.status = 'queued';
      send.error = undefined;
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
        if (transcript.sends.get(send.key) || transcript.findByKey(send.key)) continue;
        const isOld = clock.now() - send.createdAt > longestWait && !mayBeStored;
        const error = isOld ? createWaited() : createAborted();
        const state = { status: 'failed', error, mayBeStored } as const;
        const message = { parts };
        transcript.addSend({ ...send, ...state, conversationId, message, isInDoubt: mayBeStored });
      }
    },
    checkEchoes() {
      for (const delivery of awaitingEcho) {
        const stored = findEcho(delivery.send);
        if (stored && awaitingEcho.delete(delivery)) settle(delivery, stored);
      }
      if (awaitingEcho.size === 0) clock.clearTimeout(echoTimer);
    },
    close() {
      const under = current ? [current] : [];
      const waiting = [...under, ...awaitingEcho, ...queue.splice(0)];
      awaitingEcho.clear();
      clock.clearTimeout(echoTimer);
      current?.controller.abort();
      current = undefined;
      for (const delivery of waiting) {
        if (delivery.row) delivery.reject(createAborted());
        else fail(delivery, createAborted());
      }
    },
    wake: () => void sendNext(),
  };
}

function checkSendable(transport: ConversationTransport, { parts }: OutgoingMessage): void {
  if (!transport.sendMessage || !transport.capabilities.canSend)
    throw createUnsupported(transport, 'send messages');
  if (!transport.capabilities.canAttach && parts.some((part) => part.type !== 'text'))
    throw createUnsupported(transport, 'send anything but text');
  if (parts.every((part) => part.type === 'text' && part.text.trim() === ''))
    throw new ConversationError(
      'invalid_argument',
      'The message is empty: there is nothing to send.',
    );
}

function createWaited(): ConversationError {
  return new ConversationError(
    'waited_too_long',
    'Not sent for over an hour: retry or discard it.',
  );
}

/** Could the server have stored it although the request failed? A clear refusal says no. */
function isUnclear({ code }: ConversationError): boolean {
  return ['network', 'timeout', 'aborted', 'server_error', 'invalid_response'].includes(code);
}
