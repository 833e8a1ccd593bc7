import type { Message } from 'react-conversation-stream';

/** A message for a part to show, `at` minutes after noon. */
export function shownMessage(
  key: string,
  { text, at = 0, ...fields }: Partial<Message> & { readonly text: string; readonly at?: number },
): Message {
  return {
    key,
    id: key,
    conversationId: 'story',
    role: 'assistant',
    parts: [{ type: 'text', text }],
    createdAt: Date.UTC(2026, 0, 2, 12, at),
    status: 'complete',
    ...fields,
  };
}
