import type { ConversationError } from '../model/conversationError.ts';
import type { Message, ServerMessage } from '../model/message.ts';
import type { OutgoingMessage } from '../transport.ts';
import { isRecentEnough } from './isRecentEnough.ts';

/** Tells whether `message` is the stored form of `local`. */
export type MatchRule = (local: Message, message: ServerMessage, isAnswer: boolean) => boolean;

/** A message the reader wrote and the server has not placed yet. */
export interface LocalSend {
  readonly key: string;
  readonly conversationId: string;
  /** Of all attempts, until the server refused one in-band. */
  idempotencyKey: string;
  readonly message: OutgoingMessage;
  /** Epoch ms, by the local clock. */
  readonly createdAt: number;
  status: 'queued' | 'sending' | 'failed';
  error: ConversationError | undefined;
  /** Some earlier attempt ended without a clear answer: the server may have stored it. */
  isInDoubt: boolean;
  /** Order of the newest message known when it was first sent: its stored form cannot be older. */
  readonly floor: number | undefined;
  /** Id of the message taken for its stored form before the server said so. */
  storedId?: string | undefined;
}

/** Local sends in the order they were made, and which stored message each is thought to be. */
export class LocalSends {
  readonly #sends = new Map<string, LocalSend>();
  readonly #matches: MatchRule;

  constructor(matches: MatchRule) {
    this.#matches = matches;
  }

  add(send: LocalSend): void {
    this.#sends.set(send.key, send);
  }

  get(key: string): LocalSend | undefined {
    return this.#sends.get(key);
  }

  /** The server placed it, or the reader let it go. */
  remove(send: LocalSend): void {
    this.#sends.delete(send.key);
    send.storedId = undefined;
  }

  /** Sends without a stored form, oldest first. */
  list(): LocalSend[] {
    return [...this.#sends.values()].filter(({ storedId }) => storedId === undefined);
  }

  read(key: string): Message | undefined {
    const send = this.get(key);
    return send?.storedId === undefined ? send && toLocalMessage(send) : undefined;
  }

  /** The send whose stored form `message` is. */
  findMatch(message: ServerMessage): LocalSend | undefined {
    // Asked for every message of every page, and there is nearly never one: no list is made.
    for (const send of this.#sends.values())
      if (send.storedId === undefined && this.isStoredForm(send, message)) return send;
    return undefined;
  }

  /** By the id we gave it, else by the transport's match rule. */
  isStoredForm(send: LocalSend, message: ServerMessage): boolean {
    if (message.clientId === send.idempotencyKey) return true;
    const isRecent = isRecentEnough(send.createdAt, send.floor, message);
    return mayBeStored(send) && isRecent && this.#matches(toLocalMessage(send), message, false);
  }

  /** `id` is taken for its stored form: for good if nothing more is asked about it, else until the server answers. */
  match(send: LocalSend, id: string): void {
    if (send.status === 'failed') this.remove(send);
    else send.storedId = id;
  }
}

/** A request for it is under way, or ended without a clear answer. */
export function mayBeStored({ isInDoubt, status }: LocalSend): boolean {
  return isInDoubt || status === 'sending';
}

function toLocalMessage(send: LocalSend): Message {
  const { key, conversationId, createdAt, status, error } = send;
  return {
    key,
    id: key,
    conversationId,
    role: 'user',
    author: { id: 'self', kind: 'self' },
    parts: send.message.parts,
    createdAt,
    status,
    ...(error && { error }),
  };
}
