import type { FilePart, Message } from '../../react/index.ts';

/**
 * Epoch ms until which the address of a file is good, where the backend says so: in `metadata.attachments`, as
 * `{ url, expiresAt }` with an ISO time (PROTOCOLS §4.2). Nothing there is trusted to have that shape.
 */
export function readExpiry({ metadata }: Message, { url }: FilePart): number | undefined {
  const attachments = readField(metadata, 'attachments');
  if (!Array.isArray(attachments)) return undefined;
  const attachment: unknown = attachments.find((item) => readField(item, 'url') === url);
  const expiresAt = readField(attachment, 'expiresAt');
  const time = typeof expiresAt === 'string' ? Date.parse(expiresAt) : expiresAt;
  return typeof time === 'number' && !Number.isNaN(time) ? time : undefined;
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
