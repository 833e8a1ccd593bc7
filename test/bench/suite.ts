import { benchBytes } from './bytes.ts';
import { benchIngest } from './ingest.ts';
import { benchPeerStoreCost } from './peerStoreCost.ts';
import { getExitCode } from './report.ts';
import { benchStoreCost } from './storeCost.ts';

/** The figures of DESIGN §10 that need no browser. */
const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  storeCost: benchStoreCost,
  ingest: benchIngest,
  bytes: benchBytes,
  // Last: what the peers leave behind would be collected at the cost of the others.
  peerStoreCost: benchPeerStoreCost,
};

export const names: readonly string[] = Object.keys(benches);

/** Resolves with the exit code. */
export async function runSuite(chosen: readonly string[]): Promise<number> {
  for (const name of names) if (chosen.includes(name)) await benches[name]!();
  return getExitCode();
}
