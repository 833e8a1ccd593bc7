import type { ConversationEvent } from 'react-conversation-stream';

/** The beginning of an answer in `c1`, which the feed goes on to tell part by part. */
export function beginAnswer(id: string): ConversationEvent {
  const message = {
    id,
    conversationId: 'c1',
    role: 'assistant',
    parts: [],
    createdAt: Date.now(),
    status: 'streaming',
  } as const;
  return { type: 'message-start', message };
}
