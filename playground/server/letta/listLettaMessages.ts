import { jsonReply, type ApiCall, type BodyReply } from '../referenceBackend.ts';
import { expandRow } from './expandRow.ts';
import { LettaError, unprocessable } from './lettaError.ts';
import type { LettaSystem, StoredConversation } from './lettaSystem.ts';
import type { LettaMessage, LettaRow } from './lettaTypes.ts';

/** `GET …/messages`: rows are counted, cut and ordered as the flavour does it (PROTOCOLS §6.8). */
export function listLettaMessages(
  system: LettaSystem,
  { query }: ApiCall,
  stored: StoredConversation,
): BodyReply {
  const isAgentDirect = stored.id === stored.agentId;
  const page = cutPage(stored.rows, query, system.rules.flavour, isAgentDirect);
  const types = [...query]
    .filter(([name]) => name.startsWith('include_return_message_types'))
    .map(([, value]) => value);
  const isWanted = ({ message_type }: LettaMessage): boolean =>
    types.length === 0 || types.includes(message_type);
  // Parts of a row keep their order, whatever the order of the rows.
  return jsonReply(200, page.flatMap(expandRow).filter(isWanted));
}

function cutPage(
  rows: readonly LettaRow[],
  query: URLSearchParams,
  flavour: 'self-hosted' | 'hosted',
  isAgentDirect: boolean,
): readonly LettaRow[] {
  const order = query.get('order') ?? 'desc';
  const limit = readLimit(query);
  // On the hosted service a cursor goes by the sort: with `desc`, `after` means further down, older.
  const isSwapped = flavour === 'hosted' && order === 'desc';
  const older = query.get(isSwapped ? 'after' : 'before');
  const newer = query.get(isSwapped ? 'before' : 'after');
  const end = findRow(rows, older, isAgentDirect);
  const start = findRow(rows, newer, isAgentDirect);
  const inside = rows.slice(start === undefined ? 0 : start + 1, end);
  if (order === 'asc') return inside.slice(0, limit);
  const newest = inside.slice(-limit);
  return isAgentDirect ? newest : newest.toReversed();
}

/** An unknown cursor is ignored for a conversation, a 404 for an agent's own. */
function findRow(
  rows: readonly LettaRow[],
  id: string | null,
  isAgentDirect: boolean,
): number | undefined {
  if (id === null || id === '') return undefined;
  const index = rows.findIndex((row) => row.id === id);
  if (index >= 0) return index;
  if (isAgentDirect) throw new LettaError(404, `NOT_FOUND: Message with ID ${id} not found.`);
  return undefined;
}

function readLimit(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? 100);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw unprocessable('[{"type":"int_parsing","loc":["query","limit"]}]');
}
