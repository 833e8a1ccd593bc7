import type { TurnsOptions } from './createTurns.ts';

export interface PollerOptions extends Pick<
  TurnsOptions,
  'clock' | 'environment' | 'transport' | 'heal'
> {}

/** Reads history again and again where messages come that no stream brings (PROTOCOLS §5.3). */
export interface Poller {
  start(): void;
  stop(): void;
  /** What the backend says about the conversation has changed: the interval may be another now. */
  handleStatus(status: string): void;
  /** The page is back: reads if the last look is old. Returns whether it did. */
  wake(): boolean;
}

/** A page that comes back sooner has missed little: looking into a window is no reason to ask (PROTOCOLS §10.1). */
const freshFor = 30_000;

export function createPoller(options: PollerOptions): Poller {
  const { clock, environment, transport } = options;
  let timer: unknown;
  let isRunning = false;
  let readAt = 0;
  let status: string | undefined;
  const look = async (): Promise<void> => {
    readAt = clock.now();
    await options.heal(false);
    schedule();
  };
  const schedule = (): void => {
    clock.clearTimeout(timer);
    const interval = isRunning ? transport.policy.pollInterval?.(status) : undefined;
    if (interval === undefined) return;
    timer = clock.setTimeout(() => {
      if (environment.isOnline() && (environment.isVisible?.() ?? true)) void look();
      else schedule();
    }, interval);
  };
  return {
    handleStatus(next) {
      status = next;
      schedule();
    },
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
