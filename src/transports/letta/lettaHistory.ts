import { ConversationError, type ListMessagesRequest, type MessagePage } from '../../core/index.ts';
import type { LettaMetadata } from './lettaMessage.ts';
import type { LettaTool } from './lettaTool.ts';
import { readHistory, readRows, type ListedRow } from './readLettaHistory.ts';

type Direction = 'before' | 'after';

/** Asks for one list, by these parameters. */
type Ask = (
  request: ListMessagesRequest,
  parameters: Readonly<Record<string, string>>,
) => Promise<unknown[]>;

/** A page whose oldest rows all wait for the page before is asked for again, larger; so often at most. */
const maxAttempts = 5;

/** Reads pages, newest rows first; finds out by which parameter the server goes back (PROTOCOLS §6.8). */
export function createLettaHistory(
  mode: 'chronological' | 'sort-relative' | 'auto' = 'auto',
  ask: Ask,
): (request: ListMessagesRequest) => Promise<{
  readonly page: MessagePage<LettaMetadata>;
  readonly tools: ReadonlyMap<string, LettaTool>;
}> {
  let proven: Direction | undefined = (
    { auto: undefined, chronological: 'before', 'sort-relative': 'after' } as const
  )[mode];

  /** Rows listed while the direction is not proven: a page of nothing else went the wrong way. */
  const seen = new Set<string>();
  /** Undefined: it may be so. Where the dates do not tell, as they are whole seconds, rows that are new do. */
  const isOlder = (rows: readonly ListedRow[], place: Place): boolean | undefined =>
    rows.every(({ createdAt, id }) => createdAt <= place.createdAt && id !== place.id) &&
    (rows.length === 0 ||
      proven !== undefined ||
      rows.some(({ createdAt, id }) => createdAt < place.createdAt || !seen.has(id)) ||
      undefined);
  const askRows = async (
    request: ListMessagesRequest,
    limit: number,
    direction: Direction,
  ): Promise<{ readonly rows: ListedRow[]; readonly isRight: boolean | undefined }> => {
    const { conversationId, cursor } = request;
    const at = cursor === undefined ? undefined : parsePlace(cursor);
    const place = at && { [direction]: at.id };
    const answer = await ask(request, { limit: `${limit}`, order: 'desc', ...place });
    const rows = readRows(answer, conversationId.startsWith('conv-'));
    const isRight = at ? isOlder(rows, at) : true;
    if (proven) seen.clear();
    else if (isRight) for (const { id } of rows) seen.add(id);
    return { rows, isRight };
  };
  /** Rows before the cursor; newer ones, or none at all, may mean that the server reads cursors the other way. */
  const askOlder = async (request: ListMessagesRequest, limit: number): Promise<ListedRow[]> => {
    if (request.cursor === undefined) return (await askRows(request, limit, 'before')).rows;
    const directions: Direction[] = proven ? [proven] : ['before', 'after'];
    const possible: { readonly rows: ListedRow[]; readonly direction: Direction }[] = [];
    let isEnd = false;
    for (const direction of directions) {
      const { rows, isRight } = await askRows(request, limit, direction);
      if (isRight && rows.length > 0) {
        proven = direction;
        return rows;
      }
      if (isRight) isEnd = true;
      else if (isRight === undefined) possible.push({ rows, direction });
    }
    if (isEnd) return [];
    const [only] = possible;
    // The other one was the wrong one.
    if (only && possible.length === 1) {
      proven = only.direction;
      return only.rows;
    }
    throw new ConversationError(
      'gone',
      'The message that older ones were asked before is not known to the server any more.',
    );
  };

  return async (request) => {
    const { conversationId, limit } = request;
    for (let attempt = 1, wanted = limit; ; attempt += 1, wanted *= 2) {
      const rows = await askOlder(request, wanted);
      const { reducer, page, start } = readHistory(rows, conversationId);
      const oldest = rows[Math.min(start, rows.length - 1)];
      const hasOlder = rows.length >= wanted && oldest !== undefined;
      // Results whose calls are on the page before are left to it, unless there is none.
      if (hasOlder && start === rows.length && attempt < maxAttempts) continue;
      const cursor = hasOlder ? { olderCursor: formatPlace(oldest) } : {};
      return { tools: reducer.tools, page: { ...page, ...cursor } };
    }
  };
}

/** The page before ends at this row; its time tells whether the server went the right way. */
function formatPlace({ id, createdAt }: ListedRow): string {
  return `${createdAt}:${id}`;
}

interface Place {
  readonly id: string;
  readonly createdAt: number;
}

function parsePlace(cursor: string): Place {
  const at = cursor.indexOf(':');
  return { createdAt: Number(cursor.slice(0, at)), id: cursor.slice(at + 1) };
}
