import type { ServerMessage } from '../model/message.ts';
import type { Entry } from './entry.ts';

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

export function getIds(items: readonly RunItem[]): Set<string> {
  return new Set(items.map(({ message }) => message.id));
}

/** What one page says. */
export type PageRun = Pick<Run, 'items' | 'asOf' | 'hasOlder' | 'olderCursor'>;

/** An anchored page that ends right below `run`, and the run, as one stretch. */
export function prependPage(run: Run, page: PageRun): Run {
  return { ...run, ...page, asOf: run.asOf, items: [...page.items, ...without(run, page)] };
}

/**
 * `run` and a page of it that was requested later, as one stretch if they overlap. Where the page lies over
 * the run it alone counts: what it no longer lists is gone, what it lists above the run has come since.
 */
export function joinPage(run: Run, page: PageRun): Run | undefined {
  const rest = without(run, page);
  if (rest.length === run.items.length) return undefined;
  const indexOf = (item: RunItem | undefined): number =>
    run.items.findIndex(({ message }) => message.id === item?.message.id);
  const bottom = indexOf(page.items[0]);
  const top = indexOf(page.items.at(-1));
  const below = run.items.slice(0, Math.max(0, bottom));
  const above = top < 0 ? [] : run.items.slice(top + 1);
  const items = [...below, ...page.items, ...above];
  return below.length > 0 ? { ...run, items } : { ...run, ...page, asOf: run.asOf, items };
}

function without({ items }: Run, page: PageRun): RunItem[] {
  const ids = getIds(page.items);
  return items.filter(({ message }) => !ids.has(message.id));
}

/** Has a read from the newest end come down to `goal`? */
export function hasReached({ items: [first] }: Run, goal: Entry | undefined): boolean {
  if (!first || !goal) return true;
  return goal.message.id === first.message.id || goal.order > getOrder(first.message);
}
