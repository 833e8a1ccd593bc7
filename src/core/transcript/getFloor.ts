import type { LocalSends } from './localSends.ts';
import type { ProvisionalRows } from './provisionalRows.ts';

/** Order above which the server may list what it took and has not listed so far. */
export function getFloor(sends: LocalSends, rows: ProvisionalRows): number {
  let floor = Number.POSITIVE_INFINITY;
  for (const send of sends.list())
    if (send.status === 'sending') floor = Math.min(floor, send.floor ?? 0);
  for (const row of rows.keys())
    if (row.message.role === 'user') floor = Math.min(floor, row.floor ?? 0);
  return floor;
}
