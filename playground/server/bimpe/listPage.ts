import { jsonReply, type BodyReply } from '../referenceBackend.ts';
import { invalidQuery } from './bimpeError.ts';

/**
 * One page of rows in the list envelope (PROTOCOLS §3.3). `rows` come in the default order; `sort` names a
 * field, with `-` for descending, and turns ties round with it. Beyond the last page `data` is empty.
 */
export function listPage<TRow extends object>(
  rows: readonly TRow[],
  query: URLSearchParams,
  sortable: readonly (keyof TRow & string)[],
): BodyReply {
  const page = readInteger(query, 'page', 1, Number.MAX_SAFE_INTEGER);
  const limit = readInteger(query, 'limit', 20, 100);
  const sorted = sortRows(rows, query.get('sort'), sortable);
  const pageCount = Math.ceil(rows.length / limit);
  return jsonReply(200, {
    message: 'Success',
    data: sorted.slice((page - 1) * limit, page * limit),
    meta: {
      total_count: rows.length,
      page_count: pageCount,
      current_page: page,
      limit,
      has_next_page: page < pageCount,
      has_previous_page: page > 1,
    },
  });
}

function readInteger(query: URLSearchParams, name: string, usual: number, max: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (!/^\d+$/.test(text)) throw invalidQuery(`${name}: must be an integer number`);
  const value = Number(text);
  if (value < 1) throw invalidQuery(`${name}: must not be less than 1`);
  if (value > max) throw invalidQuery(`${name}: must not be greater than ${max}`);
  return value;
}

function sortRows<TRow extends object>(
  rows: readonly TRow[],
  sort: string | null,
  sortable: readonly (keyof TRow & string)[],
): readonly TRow[] {
  if (sort === null || sort === '') return rows;
  const isDescending = sort.startsWith('-');
  const field = sortable.find((name) => name === sort.slice(isDescending ? 1 : 0));
  if (field === undefined) throw invalidQuery(`sort: must be one of ${sortable.join(', ')}`);
  const ascending = rows.toSorted((a, b) => compare(readText(a[field]), readText(b[field])));
  return isDescending ? ascending.toReversed() : ascending;
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A query parameter that is `true`, `false` or absent. */
export function readFlag(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (text !== 'true' && text !== 'false') throw invalidQuery(`${name}: must be a boolean value`);
  return text === 'true';
}
