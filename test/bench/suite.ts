import { benchBytes } from './bytes.ts';
import { benchIngest } from './ingest.ts';
import { getExitCode } from './report.ts';
import { benchStoreCost } from './storeCost.ts';

/** All figures of DESIGN §10 that need no browser. Resolves with the exit code. */
export async function runSuite(): Promise<number> {
  benchStoreCost();
  await benchIngest();
  await benchBytes();
  return getExitCode();
}
