/** Wire shapes of Lexey, in its own words (PROTOCOLS §5.2, §5.3). */

/** All that history tells of a message: no id, no status, and a person is an assistant too. */
export interface LexeyMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** ISO 8601 with milliseconds, UTC. */
  readonly createdAt: string;
}

/** The two bases; a key opens one of them. */
export type LexeyKind = 'customer' | 'management';

/** What a reply is made of. `delay`: ms after the step before it. */
export type LexeyStep =
  | { readonly text: string; readonly delay?: number }
  | { readonly status: string; readonly delay?: number }
  /** Ends the reply; what follows is not said. */
  | { readonly error: string; readonly delay?: number }
  /** Said by a person when the reply is over: it appears in history only. */
  | { readonly person: string; readonly delay?: number };

export type ScriptedReply = readonly LexeyStep[];

export type MessageInput = Partial<LexeyMessage> & Pick<LexeyMessage, 'content'>;

/** Loads conversations, for tests and demos. Fields left out get ordinary values. */
export interface LexeySeed {
  readonly conversations: readonly {
    readonly id: string;
    /** Default `customer`. */
    readonly kind?: LexeyKind;
    /** Shown by the playground, not part of the API. */
    readonly title?: string;
    readonly status?: string;
    readonly messages?: readonly MessageInput[];
  }[];
}

/** Which message is meant: counted from the oldest, or by the id a client made for it. */
export type MessagePlace = { readonly conversationId: string } & (
  | { readonly index: number }
  | { readonly id: string }
);

/** What tests and the control plane can do to a Lexey server. */
export interface LexeyControl {
  seed(data: LexeySeed): void;
  /** Queues replies: the next sends to that conversation get these instead of the usual one. */
  script(data: {
    readonly conversationId: string;
    readonly replies: readonly ScriptedReply[];
  }): void;
  /** A message from elsewhere: a person (default role `assistant`), another device. History only. */
  emit(message: MessageInput & { readonly conversationId: string }): LexeyMessage;
  /** Changes the content of a stored message. The wire tells nobody. */
  edit(change: MessagePlace & { readonly content: string }): LexeyMessage;
  remove(target: MessagePlace): void;
  messages(conversationId: string): readonly LexeyMessage[];
}
