import { jsonReply, type ApiCall, type BodyReply } from '../referenceBackend.ts';
import { badRequest } from './expysError.ts';
import type { StoredConversation } from './expysStore.ts';
import type { ExpysSystem } from './expysSystem.ts';
import type { StoredMessage } from './expysTypes.ts';
import { toWireMessage } from './wireMessage.ts';

/** `GET …/messages`: newest first; `cursor` goes on where the page before ended, whatever came or went since. */
export function listExpysPage(
  system: ExpysSystem,
  call: ApiCall,
  stored: StoredConversation,
): BodyReply {
  const limit = readLimit(call.query.get('limit'));
  const isBelow = readCursor(call.query.get('cursor'));
  const rows = stored.messages
    .filter((message) => !message.isInternal && isBelow(message))
    .toReversed();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return jsonReply(200, {
    messages: page.map((message) => toWireMessage(system, call, message)),
    nextCursor: last && rows.length > limit ? toCursor(last) : null,
  });
}

function readLimit(text: string | null): number {
  if (text === null) return 20;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  throw badRequest('limit: must be an integer from 1 to 100');
}

function toCursor({ createdAt, position }: StoredMessage): string {
  return Buffer.from(JSON.stringify([createdAt, position])).toString('base64url');
}

function readCursor(cursor: string | null): (message: StoredMessage) => boolean {
  if (cursor === null) return () => true;
  try {
    const [time, place] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [
      string,
      number,
    ];
    return ({ createdAt, position }) =>
      createdAt < time || (createdAt === time && position < place);
  } catch {
    throw badRequest('cursor: unknown');
  }
}
