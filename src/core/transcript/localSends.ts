import type { ConversationError } from '../model/conversationError.ts';
import type { Message, ServerMessage } from '../model/message.ts';
import type { OutgoingMessage } from '../transport.ts';
import { isRecentEnough } from './isRecentEnough.ts';
import type { MatchRule } from './provisionalRows.ts';

/** A message the reader wrote and the server has not placed yet. */
export interface LocalSend {
  readonly key: string;
  readonly conversationId: string;
  readonly idempotencyKey: string;
  readonly message: OutgoingMessage;
  /** Epoch ms, by the local clock. */
  readonly createdAt: number;
  status: 'queued' | 'sending' | 'failed';
  error: ConversationError | undefined;
  /** A request for it is under way or ended without a clear answer: the server may have stored it. */
  mayBeStored: boolean;
  /** Some earlier attempt ended without a clear answer. */
  isInDoubt: boolean;
  /** Order of the newest message known when it was first sent: its stored form cannot be older. */
  readonly floor: number | undefined;
}

/** Local sends in the order they were made, and which stored message each is thought to be. */
export class LocalSends {
  private readonly sends = new Map<string, LocalSend>();
  /** Key of a send → id of the message taken for it before the server said so. */
  private readonly guesses = new Map<string, string>();
  private readonly matches: MatchRule;

  constructor(matches: MatchRule) {
    this.matches = matches;
  }

  add(send: LocalSend): void {
    this.sends.set(send.key, send);
  }

  get(key: string): LocalSend | undefined {
    return this.sends.get(key);
  }

  has(key: string): boolean {
    return this.sends.has(key);
  }

  remove(send: LocalSend): void {
    this.sends.delete(send.key);
    this.guesses.delete(send.key);
  }

  /** The server placed it: it is an ordinary message from now on. */
  settle(send: LocalSend): void {
    this.remove(send);
  }

  /** Sends without a stored form, oldest first. */
  list(): LocalSend[] {
    return [...this.sends.values()].filter((send) => !this.guesses.has(send.key));
  }

  collectKeys(into: string[]): void {
    for (const send of this.sends.values()) if (!this.guesses.has(send.key)) into.push(send.key);
  }

  read(key: string): Message | undefined {
    const send = this.sends.get(key);
    return send && !this.guesses.has(key) ? toLocalMessage(send) : undefined;
  }

  /** Is this the stored form of what is being sent right now? */
  isStoredForm(key: string, message: ServerMessage): boolean {
    const send = this.sends.get(key);
    if (!send || !isRecentEnough(send.createdAt, send.floor, message)) return false;
    return (
      message.clientId === send.idempotencyKey || this.matches(toLocalMessage(send), message, false)
    );
  }

  /** The send whose stored form `message` is: by the id we gave it, else by the transport's match rule. */
  findMatch(message: ServerMessage): LocalSend | undefined {
    for (const send of this.sends.values()) {
      if (this.guesses.has(send.key)) continue;
      if (message.clientId !== undefined && message.clientId === send.idempotencyKey) return send;
      if (!send.mayBeStored || !isRecentEnough(send.createdAt, send.floor, message)) continue;
      if (this.matches(toLocalMessage(send), message, false)) return send;
    }
    return undefined;
  }

  /** `id` is taken for its stored form: for good if nothing more is asked about it, else until the server answers. */
  match(send: LocalSend, id: string): void {
    if (send.status === 'failed') this.settle(send);
    else this.guesses.set(send.key, id);
  }

  getGuess(send: LocalSend): string | undefined {
    return this.guesses.get(send.key);
  }
}

function toLocalMessage(send: LocalSend): Message {
  return {
    key: send.key,
    id: send.key,
    conversationId: send.conversationId,
    role: 'user',
    author: { id: 'self', kind: 'self' },
    parts: send.message.parts,
    createdAt: send.createdAt,
    status: send.status,
    ...(send.error ? { error: send.error } : {}),
  };
}
