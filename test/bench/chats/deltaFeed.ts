/** The deltas of one answer: pushed by the bench, read by the chat under test, one by one, with no network. */
export interface DeltaFeed {
  push(delta: string): void;
  read(): AsyncGenerator<string, void, undefined>;
}

/** Never ends: a chat is measured while its answer streams, and thrown away afterwards. */
export function createDeltaFeed(): DeltaFeed {
  let pushed: string[] = [];
  let wake = (): void => {};
  return {
    push(delta) {
      pushed.push(delta);
      wake();
    },
    async *read() {
      while (true) {
        const taken = pushed;
        pushed = [];
        yield* taken;
        if (pushed.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
