import type { MessagePage, ServerMessage } from '../../core/index.ts';
import { createLettaReducer, type LettaReducer, type LettaRow } from './createLettaReducer.ts';
import {
  asRecord,
  getRowId,
  readText,
  type LettaItem,
  type LettaMetadata,
} from './lettaMessage.ts';

/** Rows as the server listed them, oldest first; each as the items it shows as. */
export interface ListedRow {
  readonly id: string;
  /** Epoch ms, whole seconds. */
  readonly createdAt: number;
  readonly items: readonly LettaItem[];
}

/**
 * The rows of a page, oldest first. `isDescending`: how the server lists them when their dates do not tell;
 * items of one row keep their order either way (PROTOCOLS §6.8).
 */
export function readRows(answer: readonly unknown[], isDescending: boolean): ListedRow[] {
  const rows: { id: string; createdAt: number; items: LettaItem[] }[] = [];
  for (const value of answer) {
    const item = asRecord(value);
    const id = getRowId(item);
    const last = rows.at(-1);
    if (id && last?.id === id) last.items.push(item);
    else rows.push({ id, createdAt: Date.parse(readText(item['date'])) || 0, items: [item] });
  }
  const difference = (rows[0]?.createdAt ?? 0) - (rows.at(-1)?.createdAt ?? 0);
  return difference > 0 || (difference === 0 && isDescending) ? rows.toReversed() : rows;
}

/** What rows show as, and which of the oldest of them belong to calls that are on the page before. */
export function readHistory(
  rows: readonly ListedRow[],
  conversationId: string,
): {
  readonly reducer: LettaReducer;
  readonly page: MessagePage<LettaMetadata>;
  /** Index of the first row that can be read without the rows before it. */
  readonly start: number;
} {
  const reducer = createLettaReducer(conversationId);
  let skipped = 0;
  let start = 0;
  for (const [index, { items }] of rows.entries()) {
    // Not every: each item must be applied.
    const missed = items.filter((item) => !reducer.apply(item)).length;
    const isAnswer = /return|response/.test(readText(items[0]?.['message_type']));
    if (missed > 0 && isAnswer && start === index) start += 1;
    else skipped += missed;
  }
  reducer.end({ status: 'complete' });
  const messages = [...reducer.rows.values()].map(toMessage);
  return { reducer, start, page: { messages, ...(skipped > 0 && { skipped }) } };
}

function toMessage({ message, parts }: LettaRow): ServerMessage<LettaMetadata> {
  return { ...message, parts: [...parts.values()] };
}
