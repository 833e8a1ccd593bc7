import type { ConversationState, Message } from '../../src/core/index.ts';
import type { View, VisibleRow } from './oracle/view.ts';

/** Rows by message record: records are immutable, so an unchanged row costs nothing. */
const rowOf = new WeakMap<Message, VisibleRow>();
const rowsOf = new WeakMap<readonly Message[], readonly VisibleRow[]>();

/** A published state as the oracle takes it: plain data. */
export function toView(state: ConversationState, messages: readonly Message[]): View {
  let rows = rowsOf.get(messages);
  if (!rows) {
    rows = messages.map(toRow);
    rowsOf.set(messages, rows);
  }
  return {
    rows,
    continuity: state.continuity,
    connection: state.connection.status,
    hasOlder: state.hasOlderMessages,
    gaps: state.gaps,
  };
}

function toRow(message: Message): VisibleRow {
  const known = rowOf.get(message);
  if (known) return known;
  const { id, key, status, createdAt, conversationId, parts } = message;
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const isUnconfirmed = status === 'complete' && id.startsWith('local:');
  const row = {
    id,
    key,
    text,
    status: isUnconfirmed ? 'unconfirmed' : status,
    createdAt,
    conversationId,
    parts,
  };
  rowOf.set(message, row);
  return row;
}
