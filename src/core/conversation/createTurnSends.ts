import { withTimeout } from '../connection/withTimeout.ts';
import { toConversationError, type ConversationError } from '../model/conversationError.ts';
import type { ServerMessage } from '../model/message.ts';
import { toMessage, type Entry } from '../transcript/entry.ts';
import type { LocalSend } from '../transcript/localSends.ts';
import { getOrder } from '../transcript/run.ts';
import type { ConversationTransport, SendReceipt } from '../transport.ts';
import { createLocalId } from './createLocalId.ts';
import type { Delivery } from './createOutbox.ts';
import type { StartTurn, Turns, TurnsOptions } from './createTurns.ts';

/** What became of a send. */
export interface Outcome extends SendReceipt {
  /** Taken, and answered in-band: its own row, then the last one of the answer. */
  readonly row?: Entry | undefined;
  /** Why it failed; with a `row`, what broke off the answer. */
  readonly error?: ConversationError;
}

export interface TurnSendsOptions {
  /** The stored form of a send was seen. */
  readonly settle: (delivery: Delivery, stored: ServerMessage) => void;
  /** The server took a send. */
  readonly onTaken: () => void;
}

/** Asks the server to take a send. */
export type StartSend = (
  signal: AbortSignal,
) => ReturnType<NonNullable<ConversationTransport['sendMessage']>>;

/** What turns add to the outbox: answers in-band, and sends whose stored form no receipt tells. */
export interface TurnSends {
  /** One attempt, given up with `signal`; an answer is followed to its end. Throws what failed before the server took the send. */
  attempt(send: LocalSend, start: StartSend, signal: AbortSignal): Promise<Outcome>;
  /** The server took it and did not say as what: it is settled once its stored form was seen. */
  awaitEcho(delivery: Delivery): void;
  /** After a commit. */
  checkEchoes(): void;
  /** Returns those that still wait. */
  close(): Delivery[];
}

/** A feed that has not shown a stored message after this long, ms, has missed it (PROTOCOLS §4.5). */
const echoTimeout = 10_000;

export function createTurnSends(
  options: TurnsOptions,
  loop: Turns,
  { settle, onTaken }: TurnSendsOptions,
): TurnSends {
  const { transcript, clock, random, onCommit } = options;
  const { capabilities, policy } = options.transport;
  const awaitingEcho = new Set<Delivery>();
  let timer: unknown;

  /** Sent again without a key it is another message, the one before may be stored besides. */
  const findFloor = (send: LocalSend): number | undefined => {
    const { newest } = transcript;
    return capabilities.isSendIdempotent || !newest ? send.floor : newest.order;
  };
  const place = (send: LocalSend, floor: number | undefined): Entry => {
    // Told by another stream already, it has its place.
    const stored = transcript.findStored(send);
    const row = stored ? transcript.acknowledge(send, stored) : transcript.place(send, floor);
    // What was stored is an earlier attempt's: this one is a message of its own.
    return stored && getOrder(stored) < (floor ?? 0)
      ? transcript.place({ ...send, key: `${send.key}'` }, floor)
      : row;
  };
  /** Refused in-band: it was not taken after all, and what its key stands for now is the refusal. */
  const takeBack = (send: LocalSend, { code }: ConversationError): boolean => {
    if (code !== 'conflict' || !transcript.takeBack(send)) return false;
    if (!capabilities.isSendIdempotent) return true;
    send.idempotencyKey = createLocalId(random);
    send.isInDoubt = false;
    return true;
  };
  /** What history does not list either was sent all the same: it stays a row, until the server tells of it. */
  const findMissing = async (): Promise<void> => {
    const missing = [...awaitingEcho];
    await options.heal(true);
    // Those that were given up meanwhile are told so.
    for (const delivery of missing.filter((one) => awaitingEcho.delete(one))) {
      delivery.resolve(toMessage(transcript.place(delivery.send)));
      onCommit();
    }
  };
  const follow = async (send: LocalSend, start: StartTurn): Promise<Outcome> => {
    const floor = findFloor(send);
    let row = undefined as Entry | undefined;
    const handleTaken = (): string => {
      row = place(send, floor);
      onTaken();
      return row.key;
    };
    try {
      const { key, isInDoubt: isRepeated } = send;
      const last = await loop.run(start, { key, isRepeated, onTaken: handleTaken });
      if (!last && loop.error) throw loop.error;
      return { row: last ?? row };
    } catch (thrown) {
      const error = toConversationError(thrown, 'invalid_response');
      if (!row || takeBack(send, error)) throw error;
      // Taken, so the row stands; the turn tells the rest.
      return { row, error };
    }
  };
  return {
    async attempt(send, start, signal) {
      const controller = new AbortController();
      const answer = start(controller.signal);
      const link = <T>(signal: AbortSignal, to: T): T => {
        signal.addEventListener('abort', () => controller.abort(), { once: true });
        return to;
      };
      if (Symbol.asyncIterator in answer) return follow(send, (end) => link(end, answer));
      return withTimeout(clock, policy.requestTimeout, signal, (end) => link(end, answer));
    },
    awaitEcho(delivery) {
      awaitingEcho.add(delivery);
      clock.clearTimeout(timer);
      timer = clock.setTimeout(() => void findMissing(), echoTimeout);
    },
    checkEchoes() {
      for (const delivery of awaitingEcho) {
        const stored = transcript.findStored(delivery.send);
        if (stored && awaitingEcho.delete(delivery)) settle(delivery, stored);
      }
      if (awaitingEcho.size === 0) clock.clearTimeout(timer);
    },
    close() {
      const waiting = [...awaitingEcho];
      awaitingEcho.clear();
      clock.clearTimeout(timer);
      return waiting;
    },
  };
}
