import type { Clock } from '../../react/index.ts';

/** Something to be said to people who use a screen reader. */
export interface Announcement {
  readonly text: string;
  /** Cuts short what is being said, and goes before what waits. Default false. */
  readonly isAssertive?: boolean | undefined;
  /** Of a message. Too many that wait at once are told as their number: by this, of the newest one. */
  readonly summarize?: ((count: number) => string) | undefined;
}

export interface Announcer {
  announce(announcement: Announcement): void;
  /** Says nothing more of what waits, and leaves no timer. What is announced later is said again. */
  dispose(): void;
}

export interface AnnouncerOptions {
  readonly clock: Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'>;
  /** Writes a text into the region; an empty one empties it. */
  readonly write: (text: string, isAssertive: boolean) => void;
  /** Ms between two items, or a screen reader loses the first one. Default 500. */
  readonly interval?: number | undefined;
}

/** A burst is heard out before anything of it is said, ms. */
const settle = 100;
/** What was said stays in the page no longer than this, ms: it is not for reading. */
const lifetime = 5_000;
/** More messages than this at once are told as a number. */
const maxApart = 3;

interface Item extends Announcement {
  readonly count: number;
}

/** A queue in front of two live regions (EXPERIENCE §4): one item at a time, assertive ones first. */
export function createAnnouncer({ clock, write, interval = 500 }: AnnouncerOptions): Announcer {
  let queue: Item[] = [];
  let lastSaid = Number.NEGATIVE_INFINITY;
  let timer: unknown;

  const wait = (delay: number, run: () => void): void => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(run, delay);
  };
  const sayNext = (): void => {
    const urgent = queue.findIndex(({ isAssertive }) => isAssertive);
    const [next] = queue.splice(Math.max(0, urgent), 1);
    if (next === undefined) return;
    lastSaid = clock.now();
    write(next.text, next.isAssertive ?? false);
    if (queue.length > 0) wait(interval, sayNext);
    else wait(lifetime, empty);
  };
  const empty = (): void => {
    write('', false);
    write('', true);
  };
  return {
    announce(announcement) {
      if (announcement.text === '') return;
      queue = mergeMessages([...queue, { ...announcement, count: 1 }]);
      if (queue.length === 1) wait(Math.max(settle, lastSaid + interval - clock.now()), sayNext);
    },
    dispose() {
      clock.clearTimeout(timer);
      queue = [];
    },
  };
}

function mergeMessages(queue: Item[]): Item[] {
  const messages = queue.filter(({ summarize }) => summarize !== undefined);
  const newest = messages.at(-1);
  const count = messages.reduce((sum, item) => sum + item.count, 0);
  if (newest?.summarize === undefined || count <= maxApart) return queue;
  const merged: Item = { text: newest.summarize(count), summarize: newest.summarize, count };
  const first = queue.indexOf(messages[0]!);
  return queue.flatMap((item, index) => {
    if (item.summarize === undefined) return item;
    return index === first ? merged : [];
  });
}
