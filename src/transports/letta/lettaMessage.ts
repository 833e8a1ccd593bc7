import type { FilePart, MessagePart, ServerMessage } from '../../core/index.ts';

/** Letta's own fields of a stored row, as its first item told them. */
export interface LettaMetadata {
  /** ISO time, whole seconds. */
  readonly date: string;
  readonly name: string | null;
  readonly otid: string | null;
  readonly sender_id: string | null;
  readonly step_id: string | null;
  /** Steps of one run belong together. */
  readonly run_id: string | null;
}

/** A chunk of a stream or an item of history: the wire has one shape for both. */
export type LettaItem = Readonly<Record<string, unknown>>;

/** A row of the database as a message, without its parts. */
export function createLettaMessage(
  id: string,
  item: LettaItem,
  conversationId: string,
): ServerMessage<LettaMetadata> {
  const date = readText(item['date']);
  return {
    id,
    conversationId,
    role: 'assistant',
    author: { id: 'agent', kind: 'agent' },
    parts: [],
    createdAt: Date.parse(date) || 0,
    metadata: {
      date,
      name: readNullable(item['name']),
      otid: readNullable(item['otid']),
      sender_id: readNullable(item['sender_id']),
      step_id: readNullable(item['step_id']),
      run_id: readNullable(item['run_id']),
    },
  };
}

/** An approval request goes by the row's id minus one, which its `otid` repeats (PROTOCOLS §6.9). */
export function getRowId({ id: value, otid, message_type: type }: LettaItem): string {
  const id = readText(value);
  const isShifted = type === 'approval_request_message' && otid === id;
  const [, start, end] = (isShifted && /^(message-.*)([\da-f]{12})$/.exec(id)) || [];
  if (end === undefined) return id;
  return start + (Number.parseInt(end, 16) + 1).toString(16).padStart(12, '0').slice(-12);
}

/** What a person wrote; `undefined` for what the server wrote in a person's name (PROTOCOLS §6.8.8). */
export function createUserMessage(
  id: string,
  item: LettaItem,
  conversationId: string,
): ServerMessage<LettaMetadata> | undefined {
  const parts = readContent(item['content']);
  const [first] = parts;
  if (parts.length === 1 && first?.type === 'text' && isInternal(first.text)) return undefined;
  const otid = readText(item['otid']);
  return {
    ...createLettaMessage(id, item, conversationId),
    role: 'user',
    author: { id: 'self', kind: 'self' },
    parts,
    ...(otid && { clientId: otid }),
  };
}

/** `content` comes as text or as parts, sometimes both in one stream. */
export function readContent(content: unknown): MessagePart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: unknown): MessagePart[] => {
    const { type, text, source } = asRecord(part);
    if (type === 'text' && typeof text === 'string') return [{ type, text }];
    return type === 'image' ? readImage(asRecord(source)) : [];
  });
}

export function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function asRecord(value: unknown): LettaItem {
  return typeof value === 'object' && value !== null ? (value as LettaItem) : {};
}

function readNullable(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function readImage({ type, url, media_type: mediaType, data }: LettaItem): FilePart[] {
  if (type === 'base64' && typeof data === 'string') {
    const media = readText(mediaType) || 'image/*';
    return [{ type: 'file', mediaType: media, url: `data:${media};base64,${data}` }];
  }
  return typeof url === 'string' ? [{ type: 'file', mediaType: 'image/*', url }] : [];
}

function isInternal(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    const { type } = asRecord(JSON.parse(text));
    return type === 'heartbeat' || type === 'login' || type === 'system_alert';
  } catch {
    return false;
  }
}
