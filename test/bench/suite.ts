import { benchBytes } from './bytes.ts';
import { benchIngest } from './ingest.ts';
import { benchPeerStoreCost } from './peerStoreCost.ts';
import { getExitCode } from './report.ts';
import { benchStoreCost } from './storeCost.ts';

/** The figures of DESIGN §10 that need no browser. */
const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  storeCost: benchStoreCost,
  peerStoreCost: benchPeerStoreCost,
  ingest: benchIngest,
  bytes: benchBytes,
};

export const names: readonly string[] = Object.keys(benches);

/** Resolves with the exit code. */
export async function runSuite(chosen: readonly string[]): Promise<number> {
  for (const name of names) if (chosen.includes(name)) await benches[name]!();
  return getExitCode();
}
