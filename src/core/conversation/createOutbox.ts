import { createRetryPause } from '../connection/createRetryPause.ts';
import { createAborted, withTimeout } from '../connection/withTimeout.ts';
import type { StoredSend } from '../history.ts';
import { ConversationError, toConversationError } from '../model/conversationError.ts';
import type { Message, ServerMessage } from '../model/message.ts';
import { toMessage } from '../transcript/entry.ts';
import type { LocalSend } from '../transcript/localSends.ts';
import { createNoTurns } from '../transcript/transcript.ts';
import type { ConversationTransport, OutgoingMessage } from '../transport.ts';
import type { ConversationParts } from './conversationParts.ts';
import { createLocalId } from './createLocalId.ts';
import { createUnsupported } from './createUnsupported.ts';
import type { Outcome, StartSend, TurnSends, TurnSendsOptions } from './createTurnSends.ts';

export interface OutboxOptions extends ConversationParts {
  readonly createTurnSends: ((options: TurnSendsOptions) => TurnSends) | undefined;
}

/** Sends one at a time, in order; a row shows what became of each. */
export interface Outbox {
  /** One is on its way, or next. What waits for the network is not. */
  readonly isSending: boolean;
  /** Why the last send failed; `undefined` once one worked. */
  readonly error: ConversationError | undefined;
  send(message: OutgoingMessage): Promise<Message>;
  retry(key: string): Promise<Message>;
  discard(key: string): void;
  /** Sends kept from an earlier visit: shown as `failed`, to retry or discard. */
  restore(stored: readonly StoredSend[]): void;
  /** Gives up what is under way: rows become `failed`, to retry later. */
  close(): void;
  /** The network may be back. */
  wake(): void;
}

/** A send on its way, and who waits for it. */
export interface Delivery {
  readonly send: LocalSend;
  /** When the reader last asked for it, epoch ms. */
  readonly queuedAt: number;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: ConversationError) => void;
}

const maxRetries = 3;
/** What waited longer, ms, is not sent before the reader says so (EXPERIENCE §3). */
const longestWait = 3_600_000;

export function createOutbox(options: OutboxOptions): Outbox {
  const { transport, conversationId, transcript, clock, random, environment, onCommit } = options;
  const { policy, capabilities } = transport;
  const pause = createRetryPause(policy, clock);
  const queue: Delivery[] = [];
  let work = new AbortController();
  let current: Delivery | undefined;
  let failed: LocalSend | undefined;

  const mark = (send: LocalSend, status: LocalSend['status'], error?: ConversationError): void => {
    send.status = status;
    send.error = error;
    transcript.changeSend(send);
  };
  const handleTaken = (): void => {
    failed = undefined;
    onCommit();
  };
  const settle = ({ send, resolve }: Delivery, stored: ServerMessage): void => {
    const entry = transcript.acknowledge(send, stored);
    handleTaken();
    resolve(toMessage(entry));
  };
  const turnSends = options.createTurnSends?.({ settle, onTaken: handleTaken });
  const fail = (delivery: Delivery, cause: ConversationError): void => {
    const { send } = delivery;
    const stored = transcript.findStored(send);
    // The answer was lost but the message was seen: it is stored, nothing failed.
    if (stored) return settle(delivery, stored);
    // One that was only queued never left: nobody can have stored it.
    send.isInDoubt ||= send.status === 'sending' && isUnclear(cause);
    mark(send, 'failed', cause);
    failed = send;
    onCommit();
    delivery.reject(cause);
  };

  const attempt = (send: LocalSend, giveUp: AbortSignal): Promise<Outcome> => {
    const { message, idempotencyKey } = send;
    const start: StartSend = (signal) =>
      transport.sendMessage!({ conversationId, message, idempotencyKey, signal });
    if (turnSends) return turnSends.attempt(send, start, giveUp);
    return withTimeout(clock, policy.requestTimeout, giveUp, async (signal) => {
      const answer = start(signal);
      if (Symbol.asyncIterator in answer) throw createNoTurns();
      return answer;
    });
  };
  /** A send is repeated only where the server stores a repeated key once (DESIGN §5.9). */
  const deliver = async (send: LocalSend): Promise<Outcome> => {
    const { signal } = work;
    for (let failures = 0; ; failures += 1) {
      try {
        return await attempt(send, signal);
      } catch (thrown) {
        const cause = toConversationError(thrown, 'invalid_response');
        send.isInDoubt ||= isUnclear(cause);
        // Asked each time: a transport may learn what its server can do.
        const canRepeat =
          cause.retryable &&
          capabilities.isSendIdempotent &&
          environment.isOnline() &&
          failures < maxRetries;
        if (!canRepeat || signal.aborted) throw cause;
        await pause.wait(policy.backoff(failures, random), cause, signal);
      }
    }
  };
  /** Gone offline with the send under way: where a repeat is safe it waits for the network, at its place. */
  const requeue = (delivery: Delivery, { code }: ConversationError): boolean => {
    if (code !== 'network' || !capabilities.isSendIdempotent || environment.isOnline())
      return false;
    mark(delivery.send, 'queued');
    queue.unshift(delivery);
    return true;
  };
  const finish = (
    delivery: Delivery,
    { message = transcript.findStored(delivery.send), row, error }: Outcome,
  ): void => {
    if (error && row) delivery.reject(error);
    else if (error) {
      if (!requeue(delivery, error)) fail(delivery, error);
    } else if (row) delivery.resolve(toMessage(row));
    else if (message) settle(delivery, message);
    // No receipt: the feed will show it. Until then the row goes on as it is.
    else if (turnSends) turnSends.awaitEcho(delivery);
    else {
      delivery.send.isInDoubt = true;
      fail(delivery, createNoTurns());
    }
  };
  const carry = async (own: Delivery): Promise<void> => {
    current = own;
    mark(own.send, 'sending');
    onCommit();
    const outcome: Outcome = await deliver(own.send).catch((error: ConversationError) => ({
      error,
    }));
    // Closed meanwhile: the row was settled then.
    if (current !== own) return;
    current = undefined;
    finish(own, outcome);
    onCommit();
    void sendNext();
  };
  const sendNext = async (): Promise<void> => {
    if (current || !environment.isOnline()) return;
    const own = queue.shift();
    if (!own) return;
    // While it waited, an earlier attempt was found stored.
    const stored = transcript.findStored(own.send);
    if (!stored && clock.now() - own.queuedAt <= longestWait) return carry(own);
    if (stored) settle(own, stored);
    else fail(own, createWaited());
    return sendNext();
  };

  const enqueue = (send: LocalSend): Promise<Message> => {
    failed = undefined;
    const done = new Promise<Message>((resolve, reject) =>
      queue.push({ send, queuedAt: clock.now(), resolve, reject }),
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
      return environment.isOnline() ? isBusy() : current !== undefined;
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
        isInDoubt: false,
        floor: newest?.order,
      };
      transcript.addSend(send);
      return enqueue(send);
    },
    async retry(key) {
      const send = findFailed(key);
      mark(send, 'queued');
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
        const state = { status: 'failed', error, isInDoubt: mayBeStored } as const;
        transcript.addSend({ ...send, ...state, conversationId, message: { parts } });
      }
    },
    close() {
      const under = current ? [current] : [];
      const waiting = [...under, ...(turnSends?.close() ?? []), ...queue.splice(0)];
      current = undefined;
      work.abort();
      work = new AbortController();
      // One that was taken is no send any more: of it only the promise fails.
      for (const delivery of waiting) fail(delivery, createAborted());
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
