import type { ConversationEvent } from '../model/conversationEvent.ts';
import { ownParts, type Entry } from './entry.ts';

export type PartEvent = Extract<ConversationEvent, { type: 'part-set' | 'part-delta' }>;
export type EndEvent = Extract<ConversationEvent, { type: 'message-end' }>;

/** Adds to a message that streams. Costs the same however long it is. False for a part nobody announced. */
export function writePart(entry: Entry, event: PartEvent): boolean {
  const parts = ownParts(entry);
  const index = entry.partIndex?.get(event.partId);
  if (event.type === 'part-set') {
    if (index !== undefined) parts[index] = event.part;
    else (entry.partIndex ??= new Map()).set(event.partId, parts.push(event.part) - 1);
    return true;
  }
  const part = index === undefined ? undefined : parts[index];
  if (index === undefined || !part || !('text' in part)) return false;
  parts[index] = { ...part, text: part.text + event.delta };
  return true;
}

/** The message is whole, or will never be: its text stays either way. */
export function endParts(entry: Entry, { status, error }: EndEvent): void {
  const parts = ownParts(entry);
  parts.forEach((part, index) => {
    if ('state' in part && part.state === 'streaming') parts[index] = { ...part, state: 'done' };
  });
  entry.partIndex = undefined;
  entry.status = status;
  entry.error = error;
  entry.message = { ...entry.message, parts, status };
  entry.arePartsShared = true;
}
