import type { MessagePart, ServerMessage } from '../../core/index.ts';
import { checkParts } from './checkPart.ts';
import { isRecord, readNumber, readString, need } from './readField.ts';

const roles = new Set<unknown>(['user', 'assistant', 'system']);
const kinds = new Set<unknown>(['self', 'human', 'agent', 'system']);
const statuses = new Set<unknown>(['streaming', 'complete', 'stopped', 'interrupted', 'error']);

/** What `readMessage` returned, built anew field by field. Throws an Error that names the bad field. */
export function checkMessage<TMetadata>(
  value: unknown,
  conversationId: string,
): ServerMessage<TMetadata> {
  const given = need(isRecord(value) ? value : undefined, 'a message');
  const { role, status, metadata } = given;
  return {
    id: readId(given['id']),
    conversationId: readString(given['conversationId']) ?? conversationId,
    role: need(roles.has(role) ? (role as ServerMessage['role']) : undefined, 'role'),
    parts: readParts(given),
    createdAt: need(readTime(given['createdAt']), 'createdAt'),
    ...optional({
      author: readAuthor(given['author']),
      updatedAt: readTime(given['updatedAt']),
      sequence: readNumber(given['sequence']),
      version: readNumber(given['version']),
      clientId: readString(given['clientId']),
      isIncomplete: given['isIncomplete'] === true || undefined,
      isProvisional: given['isProvisional'] === true || undefined,
      status: statuses.has(status) ? (status as 'complete') : undefined,
      metadata: metadata as TMetadata,
    }),
  };
}

function readId(value: unknown): string {
  const id = Number.isSafeInteger(value) ? String(value) : readString(value);
  return need(id || undefined, 'id');
}

function readParts({ parts, text }: Record<string, unknown>): readonly MessagePart[] {
  if (parts !== undefined) return checkParts(parts);
  return [{ type: 'text', text: need(readString(text), 'text or parts') }];
}

function readTime(value: unknown): number | undefined {
  const time =
    typeof value === 'string' ? Date.parse(value) : value instanceof Date ? value.getTime() : value;
  // Beyond this there is no date, and formatting one would throw.
  return Math.abs(readNumber(time) ?? Infinity) <= 8.64e15 ? Number(time) : undefined;
}

function readAuthor(value: unknown): ServerMessage['author'] {
  if (!isRecord(value)) return undefined;
  const { kind } = value;
  return {
    id: need(readString(value['id']), 'author.id'),
    kind: need(kinds.has(kind) ? (kind as 'human') : undefined, 'author.kind'),
    ...optional({ name: readString(value['name']), avatarUrl: readString(value['avatarUrl']) }),
  };
}

/** Without the fields that are not there. */
function optional<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as never;
}
