import type { ServerMessage } from '../model/message.ts';

/** A message of a page, with the tick at which the page was requested. */
export interface RunItem {
  readonly message: ServerMessage;
  readonly asOf: number;
}

/** What one or more overlapping history pages say: a stretch of the conversation without a hole. */
export interface Run {
  /** Oldest first. */
  readonly items: readonly RunItem[];
  /** Tick of the first request: what came to be known later is not contradicted. */
  readonly asOf: number;
  /** There is more before the first item. */
  readonly hasOlder: boolean;
  /** Loads what is before the first item, where history is anchored. */
  readonly olderCursor: string | undefined;
  /** The stretch reached the newest message at the time of the request. */
  readonly isNewest: boolean;
  /** The feed was open when it was requested and has been since: nothing after it can be missing. */
  readonly isProof: boolean;
  /** Read with a cursor that starts right before this row, so nothing is missing between the two. */
  readonly nextKey?: string | undefined;
}

/** Order in which the server lists messages; equal ones keep the page's order. */
export function getOrder(message: ServerMessage): number {
  return message.sequence ?? message.createdAt;
}

export function createRunItems(messages: readonly ServerMessage[], asOf: number): RunItem[] {
  return messages.map((message) => ({ message, asOf }));
}

/**
 * Two overlapping pages as one stretch. `older` was requested later: where it lies over `newer` it alone
 * counts, so what it no longer lists is gone.
 */
export function joinRunItems(older: readonly RunItem[], newer: readonly RunItem[]): RunItem[] {
  const top = older.at(-1)?.message.id;
  const seam = newer.findIndex(({ message }) => message.id === top);
  const ids = new Set(older.map(({ message }) => message.id));
  return [...older, ...newer.slice(seam + 1).filter(({ message }) => !ids.has(message.id))];
}

/** What a read covered: everything the server has strictly between `low` and `high` is in `ids`. */
export interface Coverage {
  readonly ids: ReadonlySet<string>;
  readonly low: number;
  readonly high: number;
  readonly asOf: number;
}

/** `high` is where an earlier page began; the newest page covers everything above. */
export function getCoverage(
  { items, hasOlder, asOf }: Pick<Run, 'items' | 'hasOlder' | 'asOf'>,
  high: number = Number.POSITIVE_INFINITY,
): Coverage {
  const [first] = items;
  return {
    ids: new Set(items.map(({ message }) => message.id)),
    low: first && hasOlder ? getOrder(first.message) : Number.NEGATIVE_INFINITY,
    high,
    asOf,
  };
}
