import type { Conversation, ConversationClient } from '../core/index.ts';
import { unshownReads } from './unshownReads.ts';

interface Failure {
  readonly error: unknown;
  /** Epoch ms. */
  readonly failedAt: number;
  thrownAt?: number;
}

/* Failures wait here for the render that throws them to the error boundary. */
const failures = new WeakMap<ConversationClient, Map<string, Failure>>();

/** React renders a failed tree once more before the boundary gets it: by then it must still fail, ms. */
const retryWindow = 100;
/** A failure nobody rendered is forgotten, ms. */
const lifetime = 5_000;

/**
 * Suspends the render, by throwing a promise, until the first page of the conversation is held; throws what
 * kept it from coming. A later render, as when the boundary is reset, asks again.
 */
export function suspendUntilRead(client: ConversationClient, conversation: Conversation): void {
  const { id, store } = conversation;
  const { isPending, error, keys } = store.getState();
  if (!isPending && error && keys.length === 0) throw error;
  if (!isPending) return unshownReads.clear(conversation);
  // The conversation of a null id stays pending: nothing happens yet.
  if (id === '') return;
  const failure = failures.get(client)?.get(id);
  if (failure && isFresh(failure)) throw failure.error;
  unshownReads.check(conversation);
  throw client
    .prefetch(id)
    .catch((error: unknown) => remember(client, id, error))
    .then(() => unshownReads.add(client, conversation));
}

function isFresh(failure: Failure): boolean {
  const now = Date.now();
  if (now - failure.failedAt > lifetime) return false;
  failure.thrownAt ??= now;
  return now - failure.thrownAt < retryWindow;
}

function remember(client: ConversationClient, id: string, error: unknown): void {
  const known = failures.get(client) ?? new Map<string, Failure>();
  failures.set(client, known.set(id, { error, failedAt: Date.now() }));
}
