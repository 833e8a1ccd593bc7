import type { MessagePage, MessageRole, ServerMessage } from '../../core/index.ts';
import { createUnreadable } from '../request/createUnreadable.ts';

/** Lexey's own fields of a message, as they came; replies that streamed get theirs when history tells them. */
export interface LexeyMetadata {
  /** `user` or `assistant`; people who take over are `assistant`, too. */
  readonly role: string;
  readonly createdAt: string | null;
}

/**
 * The whole history, oldest first. Its entries have no ids; here they get one of role, time, and which of
 * that role and time it is. So an id does not change while the list grows, nor when an entry's text does
 * (PROTOCOLS §5.6).
 */
export function readLexeyHistory(
  value: unknown,
  conversationId: string,
): MessagePage<LexeyMetadata> {
  const { messages: list } = (value ?? {}) as Record<string, unknown>;
  if (!Array.isArray(list)) throw createUnreadable('{ messages: [] }');
  const counts = new Map<string, number>();
  const messages: ServerMessage<LexeyMetadata>[] = [];
  let latest = 0;
  for (const item of list) {
    const entry = readEntry(item);
    if (!entry) continue;
    const { role, content, createdAt, metadata } = entry;
    const place = `${role}-${createdAt}`;
    const count = counts.get(place) ?? 0;
    counts.set(place, count + 1);
    // The order is the list's, whatever its clock says.
    latest = Math.max(latest, createdAt || 0);
    const parts = [{ type: 'text', text: content }] as const;
    const id = `${place}-${count}`;
    messages.push({ id, conversationId, role, parts, createdAt: latest, metadata });
  }
  return { messages, skipped: list.length - messages.length };
}

interface Entry {
  readonly role: MessageRole;
  readonly content: string;
  /** `NaN` where it is no time. */
  readonly createdAt: number;
  readonly metadata: LexeyMetadata;
}

function readEntry(item: unknown): Entry | undefined {
  const { role, content, createdAt } = (item ?? {}) as Record<string, unknown>;
  if (typeof role !== 'string' || typeof content !== 'string') return undefined;
  const time = typeof createdAt === 'string' ? createdAt : null;
  return {
    role: role === 'user' || role === 'system' ? role : 'assistant',
    content,
    createdAt: Date.parse(time ?? ''),
    metadata: { role, createdAt: time },
  };
}
