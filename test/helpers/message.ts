import type { Message } from 'react-conversation-stream';

/** A message for the kit to show. `at` is minutes after noon, UTC, of 2 January 2026. */
export function message(
  id: string,
  text = `Text of ${id}`,
  given: Partial<Message> & { readonly at?: number } = {},
): Message {
  const { at = 0, ...fields } = given;
  return {
    key: id,
    id,
    conversationId: 'c1',
    role: 'assistant',
    parts: [{ type: 'text', text }],
    createdAt: Date.UTC(2026, 0, 2, 12, at),
    status: 'complete',
    ...fields,
  };
}
