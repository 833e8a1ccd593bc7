import type { Clock } from '../environment.ts';

export interface PollerOptions {
  readonly clock: Clock;
  /** Ms between reads now; `undefined`: nothing is read. */
  readonly getInterval: () => number | undefined;
  readonly canPoll: () => boolean;
  readonly read: () => Promise<void>;
}

/** Reads history again and again where messages come that no stream brings (PROTOCOLS §5.3). */
export interface Poller {
  start(): void;
  stop(): void;
  /** The interval may be another now. */
  schedule(): void;
  /** The page is back: reads if the last look is old. Returns whether it did. */
  wake(): boolean;
}

/** A page that comes back sooner has missed little: looking into a window is no reason to ask (PROTOCOLS §10.1). */
const freshFor = 30_000;

export function createPoller({ clock, getInterval, canPoll, read }: PollerOptions): Poller {
  let timer: unknown;
  let isRunning = false;
  let readAt = 0;
  const look = async (): Promise<void> => {
    readAt = clock.now();
    await read();
    schedule();
  };
  const schedule = (): void => {
    clock.clearTimeout(timer);
    const interval = isRunning ? getInterval() : undefined;
    if (interval === undefined) return;
    timer = clock.setTimeout(() => {
      if (canPoll()) void look();
      else schedule();
    }, interval);
  };
  return {
    schedule,
    start() {
      isRunning = true;
      readAt = clock.now();
      schedule();
    },
    stop() {
      isRunning = false;
      clock.clearTimeout(timer);
    },
    wake() {
      const isStale = isRunning && clock.now() - readAt > freshFor;
      if (isStale) void look();
      return isStale;
    },
  };
}
