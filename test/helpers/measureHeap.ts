import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of the heap that are still in use once all garbage is gone. */
export async function measureHeap(): Promise<number> {
  for (let times = 0; times < 3; times += 1) {
    collectGarbage();
    // What finalizers and settled promises let go of is garbage a turn later.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}
