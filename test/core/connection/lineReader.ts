import { readEventStream } from '../../../src/core/index.ts';

/** What reading a stream cost a process that does nothing else. */
export interface LineCost {
  /** Of what the reader threw. */
  readonly code?: string;
  readonly ms: number;
  /** Bytes that the process grew by, at most, at any chunk. */
  readonly growth: number;
}

/** Reads the stream to its end and watches the memory of this process at each chunk. */
async function read(url: string): Promise<LineCost> {
  const before = process.memoryUsage.rss();
  const startedAt = performance.now();
  let most = before;
  const onBytes = (): void => void (most = Math.max(most, process.memoryUsage.rss()));
  const { body } = await fetch(url);
  let code: string | undefined;
  try {
    for await (const _ of readEventStream(body!, { onBytes }));
  } catch (error) {
    code = (error as { code?: string }).code;
  }
  const ms = performance.now() - startedAt;
  onBytes();
  return { ...(code !== undefined && { code }), ms, growth: most - before };
}

process.on('message', (url: string) => {
  void read(url).then((cost) => process.send?.(cost));
});
