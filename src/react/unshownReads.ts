import { ConversationError, type Conversation, type ConversationClient } from '../core/index.ts';

interface Reads {
  /** Clients in a row. */
  readonly count: number;
  /** Epoch ms. */
  readonly lastAt: number;
}

const reads = new Map<string, Reads>();
/* Counted once, or mounted: those are kept. */
const known = new WeakSet<ConversationClient>();

const tooMany = 5;
/** React renders again as soon as a page was read: who comes later, ms, is another visitor. */
const retryWindow = 2_000;

/**
 * First pages, by conversation, that were read for a render and not shown by it. React discards the state of a
 * first render that suspends: a client made there is made anew by the next one, and reads anew, for ever.
 */
export const unshownReads = {
  add(client: ConversationClient, conversation: Conversation): void {
    // A server has a client for each request.
    if (typeof document === 'undefined' || known.has(client)) return;
    known.add(client);
    reads.set(getKey(conversation), { count: countRecent(conversation) + 1, lastAt: Date.now() });
  },
  /** Its provider is mounted. */
  exempt: (client: ConversationClient): void => void known.add(client),
  /** It is shown. */
  clear: (conversation: Conversation): void => void reads.delete(getKey(conversation)),
  /** Throws when it goes on and on. */
  check(conversation: Conversation): void {
    if (countRecent(conversation) < tooMany) return;
    throw new ConversationError(
      'invalid_argument',
      `"${conversation.id}" was read for ${tooMany} clients in a row, which React discarded as it does all that is made in a render that suspends. Make the transport or client outside of components, or above <Suspense>.`,
    );
  },
};

function countRecent(conversation: Conversation): number {
  const last = reads.get(getKey(conversation));
  return last && Date.now() - last.lastAt < retryWindow ? last.count : 0;
}

function getKey({ id, transport }: Conversation): string {
  return `${transport.scope} ${id}`;
}
