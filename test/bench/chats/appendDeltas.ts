import type { DeltaFeed } from './deltaFeed.ts';

/** By hand: what arrives within a frame is appended to a text node. */
export async function appendDeltas(shown: Text, deltas: DeltaFeed): Promise<void> {
  let waiting = '';
  const append = (): void => {
    shown.appendData(waiting);
    waiting = '';
  };
  for await (const delta of deltas.read()) {
    if (waiting === '') requestAnimationFrame(append);
    waiting += delta;
  }
}
