import type { ApiCall } from '../referenceBackend.ts';
import type { ExpysSystem } from './expysSystem.ts';
import type { ExpysMessage, StoredMessage } from './expysTypes.ts';

/** A stored message as a reader of this call gets it, the URLs of its attachments signed anew. */
export function toWireMessage(
  { rules, services }: ExpysSystem,
  { headers }: Pick<ApiCall, 'headers'>,
  { id, authorID, type, body, createdAt, attachments }: StoredMessage,
): ExpysMessage {
  const expires = services.clock.now() + rules.attachmentTtl;
  const expiresAt = new Date(expires).toISOString();
  return {
    id,
    authorID,
    type,
    body,
    createdAt,
    attachments: attachments.map(({ name, isProcessing }, index) => {
      const path = `${encodeURIComponent(id)}/${index}`;
      const url = `http://${headers.host}/attachments/${path}?expires=${expires}&signature=${sign(path, expires)}`;
      return { name, url: isProcessing ? null : url, expiresAt };
    }),
  };
}

/** Enough to tell a forged or altered URL; this server has nothing to protect. */
export function sign(path: string, expires: number): string {
  let sum = expires % 2_147_483_647;
  for (const character of path)
    sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 2654435761) >>> 0;
  return sum.toString(36);
}
