import type { FilePart, MessagePart, ServerMessage } from '../../core/index.ts';
import type { Identity } from './createIdentity.ts';

/** Expys' own fields of a message, as they came. */
export interface ExpysMetadata {
  readonly authorID: string;
  /** A free string: `text`, `member`, or what the vendor adds. */
  readonly type: string | null;
  readonly body: string | null;
  readonly createdAt: string;
  readonly attachments: readonly ExpysAttachment[];
}

/** A file behind a signed URL that expires; reading the page again (`reconcile()`) brings a new one. */
export interface ExpysAttachment {
  readonly name: string;
  /** Null while the file is processed. */
  readonly url: string | null;
  /** ISO time. */
  readonly expiresAt: string | null;
}

/** A checked message from history or the stream; `undefined` when it is not one. */
export function readExpysMessage(
  value: unknown,
  conversationId: string,
  identity: Identity,
): ServerMessage<ExpysMetadata> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const wire = value as Record<string, unknown>;
  const { id, authorID: authorId, createdAt: createdAtText } = wire;
  if (typeof id !== 'string' || id === '' || typeof authorId !== 'string') return undefined;
  const createdAt = typeof createdAtText === 'string' ? Date.parse(createdAtText) : Number.NaN;
  if (Number.isNaN(createdAt)) return undefined;
  const body = readText(wire['body']);
  if (body !== null) identity.recognise({ conversationId, authorId, text: body, createdAt });
  const isOwn = authorId === identity.authorId;
  const attachments = readAttachments(wire['attachments']);
  const text: MessagePart[] = body === null ? [] : [{ type: 'text', text: body }];
  return {
    id,
    conversationId,
    role: isOwn ? 'user' : 'assistant',
    author: { id: authorId, kind: isOwn ? 'self' : 'human' },
    parts: [...text, ...attachments.map(toPart)],
    createdAt,
    metadata: {
      authorID: authorId,
      type: readText(wire['type']),
      body,
      createdAt: String(createdAtText),
      attachments,
    },
  };
}

/** Older servers send none. */
function readAttachments(value: unknown): readonly ExpysAttachment[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const { name, url, expiresAt } = Object(item) as Record<string, unknown>;
    if (typeof name !== 'string') return [];
    return [{ name, url: readText(url), expiresAt: readText(expiresAt) }];
  });
}

/** Without a URL yet it is named, not linked. The wire tells no media type; the name may. */
function toPart({ name, url }: ExpysAttachment): FilePart {
  const isImage = /\.(png|jpe?g|gif|webp|avif|heic)$/i.test(name);
  const mediaType = isImage ? 'image/*' : 'application/octet-stream';
  return { type: 'file', mediaType, filename: name, url: url ?? '' };
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
