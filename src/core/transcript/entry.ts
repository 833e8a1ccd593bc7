import type { ConversationError } from '../model/conversationError.ts';
import type { Message, MessageStatus, ServerMessage } from '../model/message.ts';
import type { MessagePart } from '../model/messagePart.ts';
import { getOrder } from './run.ts';
import type { PartPlace } from './streamParts.ts';

/** A server message in the private, mutable transcript. Only core/transcript writes it. */
export interface Entry {
  key: string;
  /** What the server last told, except `parts` and `status`, which stream. */
  message: ServerMessage;
  parts: MessagePart[];
  /** A published record holds `parts`: copy before writing. */
  arePartsShared: boolean;
  /** Where the parts of a message that streams, or may go on to, stand; by part id. */
  places: Map<string, PartPlace> | undefined;
  status: MessageStatus;
  error: ConversationError | undefined;
  /** Position: the server's sequence or time, then `tie`. */
  order: number;
  tie: number;
  /** Of a row whose id was made here: order of the newest message known then; its stored form is not older. */
  floor: number | undefined;
  /** Tick at which the row came to be known. */
  readonly since: number;
  /** Tick at which this content was known to be the server's. */
  asOf: number;
  /** Messages may be missing between the entry before and this one. */
  hasHoleBefore: boolean;
  /** Loads what is before this entry, when it was the oldest of a page. */
  olderCursor: string | undefined;
  /** Contents that edits replaced, to tell an old copy from a new edit on wires without versions. */
  superseded: string[] | undefined;
}

export function createEntry(message: ServerMessage, key: string, tie: number, asOf: number): Entry {
  return {
    key,
    message,
    parts: message.parts as MessagePart[],
    arePartsShared: true,
    places: undefined,
    status: message.status ?? 'complete',
    error: undefined,
    order: getOrder(message),
    tie,
    floor: undefined,
    since: asOf,
    asOf,
    hasHoleBefore: false,
    olderCursor: undefined,
    superseded: undefined,
  };
}

/** The immutable row the reader sees. */
export function toMessage(entry: Entry): Message {
  const { message, key, parts, status, error } = entry;
  entry.arePartsShared = true;
  const record: { -readonly [K in keyof Message]: Message[K] } = {
    key,
    id: message.id,
    conversationId: message.conversationId,
    role: message.role,
    parts,
    createdAt: message.createdAt,
    status,
  };
  if (message.author !== undefined) record.author = message.author;
  if (message.updatedAt !== undefined) record.updatedAt = message.updatedAt;
  if (message.metadata !== undefined) record.metadata = message.metadata;
  if (error !== undefined) record.error = error;
  return record;
}

/** A list that may be written: copied once after each publish, not once per token. */
export function ownParts(entry: Entry): MessagePart[] {
  if (entry.arePartsShared) {
    entry.parts = entry.parts.slice();
    entry.arePartsShared = false;
  }
  return entry.parts;
}
