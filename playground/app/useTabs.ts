import { useEffect } from 'react';
import { useConversation } from 'react-conversation-stream';

type News = 'answering' | 'answered';

/**
 * Other tabs hear of this conversation's turns, and follow: a backend that answers only who asked tells them
 * nothing. With a feed everybody hears everything, and this does nothing.
 */
export function useTabs(): void {
  const conversation = useConversation(undefined, { enabled: false });
  useEffect(() => {
    const { id, transport, store } = conversation;
    if (transport.openFeed) return undefined;
    const channel = new BroadcastChannel(`playground:${transport.scope}:${id}`);
    const isReady = (): boolean => !['submitted', 'streaming'].includes(store.getState().status);
    channel.addEventListener('message', ({ data }: MessageEvent<News>) => {
      if (!isReady()) return;
      if (data === 'answering' && transport.resumeTurn) conversation.reconnect();
      else void conversation.reconcile().catch(() => undefined);
    });
    const unsubscribe = store.subscribe(({ status }, before) => {
      if (status === before.status || status === 'submitted') return;
      // A channel stays within its origin and takes no other.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      channel.postMessage((status === 'streaming' ? 'answering' : 'answered') satisfies News);
    });
    return () => {
      unsubscribe();
      channel.close();
    };
  }, [conversation]);
}
