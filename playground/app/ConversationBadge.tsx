import type { ReactElement } from 'react';
import { useConversationStream } from 'react-conversation-stream';

/** What the backend says about the whole conversation, where that is out of the ordinary. */
export function ConversationBadge(): ReactElement {
  const { conversationStatus } = useConversationStream(undefined, { enabled: false });
  const status = conversationStatus?.status ?? 'active';
  // There before it says something: only so it is announced.
  return <output className="pg-badge">{status === 'active' ? '' : status}</output>;
}
