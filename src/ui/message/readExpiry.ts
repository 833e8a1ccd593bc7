import type { FilePart, Message } from '../../react/index.ts';

/**
 * Epoch ms until which the address of a file is good, where the backend says so: in `metadata.attachments`, as
 * `{ url, expiresAt }` with an ISO time (PROTOCOLS §4.2). Nothing there is trusted to have that shape.
 */
export function readExpiry({ metadata }: Message, { url }: FilePart): number | undefined {
  const { attachments } = toRecord(metadata);
  if (!Array.isArray(attachments)) return undefined;
  const { expiresAt } = toRecord(attachments.find((item) => toRecord(item)['url'] === url));
  const time = typeof expiresAt === 'string' ? Date.parse(expiresAt) : expiresAt;
  return typeof time === 'number' && !Number.isNaN(time) ? time : undefined;
}

/* Of anything that is no object it is an empty one. */
function toRecord(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}
