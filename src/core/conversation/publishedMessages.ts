import type { ConversationState } from '../model/conversationState.ts';
import type { Message } from '../model/message.ts';

/** The published rows, shared by all states of a conversation; each publish changes only the rows it names. */
export class PublishedMessages {
  keys: readonly string[] = [];
  revision = 0;
  readonly #records = new Map<string, Message>();
  #all: readonly Message[] | undefined;

  get(key: string): Message | undefined {
    return this.#records.get(key);
  }

  set(key: string, message: Message | undefined): void {
    if (message) this.#records.set(key, message);
    else this.#records.delete(key);
    this.#all = undefined;
  }

  /** Every row, oldest first: made once per revision, for those who ask. */
  readAll(): readonly Message[] {
    this.#all ??= this.keys
      .map((key) => this.#records.get(key))
      .filter((message) => message !== undefined);
    return this.#all;
  }

  /** A copy that later publishes do not touch. */
  freeze(): PublishedMessages {
    const copy = new PublishedMessages();
    copy.keys = this.keys;
    copy.revision = this.revision;
    for (const [key, message] of this.#records) copy.#records.set(key, message);
    return copy;
  }
}

/** Under this key a state carries its rows; not part of the public shape. */
export const published: unique symbol = Symbol('messages');

export interface PublishedState extends ConversationState {
  readonly [published]: PublishedMessages;
}
