import type { ServerMessage } from 'react-conversation-stream/core';

export const conversationId = 'cv_1';
const epoch = Date.UTC(2026, 4, 2, 10);

/** The message at this place of a conversation. */
export function createMessage(index: number, text = `Message number ${index}.`): ServerMessage {
  return {
    id: `m${index}`,
    conversationId,
    role: index % 2 === 0 ? 'user' : 'assistant',
    parts: [{ type: 'text', text }],
    createdAt: epoch + index * 1_000,
  };
}

export function createMessages(count: number): ServerMessage[] {
  return Array.from({ length: count }, (_, index) => createMessage(index));
}
