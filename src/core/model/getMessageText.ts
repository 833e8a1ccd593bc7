import type { MessagePart } from './messagePart.ts';

/** The text parts of a message, joined without a separator. Reasoning and tools are left out. */
export function getMessageText(message: { readonly parts: readonly MessagePart[] }): string {
  let text = '';
  for (const part of message.parts) if (part.type === 'text') text += part.text;
  return text;
}
