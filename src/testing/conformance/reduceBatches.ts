import {
  createConversationClient,
  selectMessages,
  turns,
  type ConversationTransport,
  type Message,
} from '../../core/index.ts';
import type { Batch } from './createSubject.ts';

/** The rows a real conversation makes of these events. */
export async function reduceBatches(
  conversationId: string,
  batches: readonly Batch[],
): Promise<readonly Pick<Message, 'role' | 'parts' | 'status'>[]> {
  const { transport, isRead } = createPlayer(batches);
  const client = createConversationClient({ transport, environment: stillPage });
  const conversation = client.conversation(conversationId);
  conversation.connect();
  await isRead;
  client.dispose();
  return selectMessages(conversation.store.getState()).map(({ role, parts, status }) => ({
    role,
    parts,
    status,
  }));
}

/** Publishes when it is disposed, and never before. */
const stillPage = {
  schedule: () => () => {},
  onWake: () => () => {},
  isOnline: () => true,
};

/** A transport that tells these batches, once, and whose history never answers. */
function createPlayer(batches: readonly Batch[]): {
  readonly transport: ConversationTransport;
  readonly isRead: Promise<void>;
} {
  let finish = (): void => {};
  const isRead = new Promise<void>((resolve) => (finish = resolve));
  const transport: ConversationTransport = {
    name: 'player',
    turns,
    scope: 'player',
    continuity: 'none',
    capabilities: {
      canSend: false,
      canStop: false,
      canRegenerate: false,
      canAttach: false,
      canApprove: false,
      isSendIdempotent: false,
      history: 'cursor',
    },
    policy: {
      backoff: () => 0,
      maxRetryAfter: 0,
      idleTimeout: 60_000,
      headersTimeout: 60_000,
      requestTimeout: 30_000,
      maxRetries: 0,
      resetAfter: 'event',
    },
    listMessages: ({ signal }) => aborted(signal),
    async *openFeed({ signal }) {
      yield [{ type: 'open' }];
      for (const batch of batches) yield batch.filter(({ type }) => type !== 'open');
      finish();
      await aborted(signal).catch(() => {});
    },
  };
  return { transport, isRead };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
}
