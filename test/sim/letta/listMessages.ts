import type { StoredRow } from './store.ts';

/**
 * A page of history, in the order in which it is listed; `limit` counts rows (PROTOCOLS §6.8). `undefined`: a
 * cursor that this kind of conversation refuses.
 */
export function listMessages(
  all: readonly StoredRow[],
  parameters: URLSearchParams,
  { isHosted, isDefault }: { readonly isHosted: boolean; readonly isDefault: boolean },
): readonly StoredRow[] | undefined {
  const limit = Number(parameters.get('limit') ?? 100);
  const isDescending = (parameters.get('order') ?? 'desc') === 'desc';
  const isFlipped = isHosted && isDescending;
  const older = parameters.get(isFlipped ? 'after' : 'before');
  const newer = parameters.get(isFlipped ? 'before' : 'after');
  let rows = all;
  for (const [cursor, side] of [[older, 'older'] as const, [newer, 'newer'] as const]) {
    if (cursor === null) continue;
    const index = rows.findIndex(({ id }) => id === cursor);
    // Unknown: ignored in a conversation, refused in an agent's own.
    if (index < 0 && isDefault) return undefined;
    if (index >= 0) rows = side === 'older' ? rows.slice(0, index) : rows.slice(index + 1);
  }
  if (!isDescending) return rows.slice(0, limit);
  const newest = rows.slice(-limit);
  return isDefault ? newest : newest.toReversed();
}
