import type { MessageAuthor, MessagePart, MessageRole, ServerMessage } from '../../core/index.ts';

/** BimpeAI's own fields of a message, as they came (PROTOCOLS §3.3). */
export interface BimpeMetadata {
  /** `user`, `assistant`, `restaurant_user`, `customer`, or what the vendor adds. */
  readonly role: string;
  /** Null where the message is not text. */
  readonly message: string | null;
  readonly message_type: string | null;
  readonly created_at: string;
}

type Written<T> = { -readonly [K in keyof T]: T[K] };

/** One object each, shared: a transcript has thousands of messages and two authors. */
const authors = new Map<string, MessageAuthor>([
  ['assistant', { id: 'assistant', kind: 'agent' }],
  ['restaurant_user', { id: 'restaurant_user', kind: 'human' }],
]);

/** A checked message from history, a receipt or the stream; `undefined` when it is not one. */
export function readBimpeMessage(
  value: unknown,
  conversationId: string,
): ServerMessage<BimpeMetadata> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const wire = value as Record<string, unknown>;
  const { id, role, created_at: createdAtText } = wire;
  if (
    typeof id !== 'string' ||
    id === '' ||
    typeof role !== 'string' ||
    typeof createdAtText !== 'string'
  )
    return undefined;
  const createdAt = Date.parse(createdAtText);
  if (Number.isNaN(createdAt)) return undefined;
  const message: Written<ServerMessage<BimpeMetadata>> = {
    id,
    conversationId:
      typeof wire['conversation_id'] === 'string' ? wire['conversation_id'] : conversationId,
    role: getRole(role),
    parts: readParts(wire),
    createdAt,
    metadata: {
      role,
      message: readText(wire['message']),
      message_type: readText(wire['message_type']),
      created_at: createdAtText,
    },
  };
  // Set, not spread: a spread in the literal costs more than all the rest of it.
  const author = authors.get(role);
  if (author) message.author = author;
  return message;
}

/** The stream tells no attachments: anything but plain text has more to it (PROTOCOLS §3.3). */
export function hasMoreThanText({ metadata }: ServerMessage<BimpeMetadata>): boolean {
  return (
    metadata?.message === null ||
    (metadata?.message_type !== 'text' && metadata?.message_type !== null)
  );
}

function getRole(role: string): MessageRole {
  return role === 'assistant' || role === 'restaurant_user' ? 'assistant' : 'user';
}

function readParts({ message, attachments }: Record<string, unknown>): MessagePart[] {
  const parts: MessagePart[] = [];
  if (typeof message === 'string') parts.push({ type: 'text', text: message });
  if (Array.isArray(attachments))
    for (const attachment of attachments) parts.push(...readAttachment(attachment));
  return parts;
}

function readAttachment(value: unknown): MessagePart[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, url } = value as Record<string, unknown>;
  if (typeof type !== 'string' || typeof url !== 'string') return [];
  return [{ type: 'file', mediaType: `${type}/*`, url }];
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
