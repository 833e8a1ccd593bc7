import { getMessageText, type MessagePart } from '../../core/index.ts';
import type { Batch } from './createSubject.ts';

/** The text of each message these events tell, by id: what a reader of this stream alone would see. */
export function readTexts(batches: readonly Batch[]): Map<string, string> {
  const messages = new Map<string, Map<string, MessagePart>>();
  for (const event of batches.flat()) {
    if (event.type === 'message' || event.type === 'message-start') {
      const parts = event.message.parts.map((part, index): [string, MessagePart] => [
        String(index),
        part,
      ]);
      messages.set(event.message.id, new Map(parts));
    } else if (event.type === 'message-deleted') messages.delete(event.messageId);
    else if (event.type === 'part-set')
      messages.get(event.messageId)?.set(event.partId, event.part);
    else if (event.type === 'part-delta') {
      const parts = messages.get(event.messageId);
      const part = parts?.get(event.partId);
      if (parts && part && 'text' in part)
        parts.set(event.partId, { ...part, text: part.text + event.delta });
    }
  }
  const texts = new Map<string, string>();
  for (const [id, parts] of messages) texts.set(id, getMessageText({ parts: [...parts.values()] }));
  return texts;
}
