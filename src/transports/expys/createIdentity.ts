/** Who the reader is among the authors: given, or learned from the first own message that comes back. */
export interface Identity {
  /** The reader's author id, once known. */
  readonly authorId: string | undefined;
  /** A message is about to be sent: what comes back with its text tells who the reader is. */
  expect(conversationId: string, text: string): void;
  /** Looks at a message from the wire. */
  recognise(message: HeardMessage): void;
  /** Could `authorId` be the reader, who wrote this? From now on it is. */
  claim(authorId: string): boolean;
}

export interface HeardMessage {
  readonly conversationId: string;
  readonly authorId: string;
  readonly text: string;
  /** Epoch ms, by the server's clock. */
  readonly createdAt: number;
}

/** How wrong the reader's clock may be, ms (PROTOCOLS §4.5). */
const skew = 60_000;
/** More sends than this are never waiting for their first echo. */
const maxExpected = 50;

export function createIdentity(given: string | undefined, now: () => number): Identity {
  let authorId = given;
  let expected: readonly HeardMessage[] = [];
  return {
    get authorId() {
      return authorId;
    },
    expect(conversationId, text) {
      if (authorId !== undefined) return;
      const own = { conversationId, authorId: '', text: text.trimEnd(), createdAt: now() };
      expected = [...expected, own].slice(-maxExpected);
    },
    recognise(message) {
      if (authorId !== undefined) return;
      const isOwn = expected.some(
        ({ conversationId, text, createdAt }) =>
          conversationId === message.conversationId &&
          text === message.text.trimEnd() &&
          message.createdAt >= createdAt - skew,
      );
      if (isOwn) authorId = message.authorId;
    },
    claim(candidate) {
      authorId ??= candidate;
      return authorId === candidate;
    },
  };
}
