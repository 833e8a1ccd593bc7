import type { ServerMessage } from 'react-conversation-stream/core';

export const conversationId = 'cv_1';
/** Of the message that streams. */
export const answerId = 'answer';
const epoch = Date.UTC(2026, 4, 2, 10);

/** A message, before anybody's shape is put on it. */
export interface PlainMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly createdAt: number;
}

/** The message at this place of the conversation that all chats of a bench hold, each in its own shape. */
export function createPlainMessage(index: number): PlainMessage {
  return {
    id: `m${index}`,
    role: index % 2 === 0 ? 'user' : 'assistant',
    text: `Message number ${index}.`,
    createdAt: epoch + index * 1_000,
  };
}

export function createPlainMessages(count: number): PlainMessage[] {
  return Array.from({ length: count }, (_, index) => createPlainMessage(index));
}

/** The same, as our transports tell it: field by field, for an object made of a spread is slow to read ever after. */
export function createMessage(index: number, text = `Message number ${index}.`): ServerMessage {
  const { id, role, createdAt } = createPlainMessage(index);
  return { id, conversationId, role, parts: [{ type: 'text', text }], createdAt };
}

export function createMessages(count: number): ServerMessage[] {
  return Array.from({ length: count }, (_, index) => createMessage(index));
}
