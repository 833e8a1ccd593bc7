import type { Entry } from '../transcript/entry.ts';
import type { Run } from '../transcript/run.ts';
import type { Transcript } from '../transcript/transcript.ts';

/**
 * Removes what the server should have listed and did not (DESIGN §5.6). Where one absence proves nothing it is
 * asked again, down to the `goal`; `undefined` from there: it is too late.
 */
export async function removeAbsent(
  transcript: Transcript,
  covered: Run,
  readAgain?: (goal: Entry | undefined) => Promise<Run | undefined>,
): Promise<void> {
  const absent = transcript.findAbsent(covered);
  const [oldest] = absent;
  if (oldest === undefined) return;
  const again = readAgain ? await readAgain(transcript.find(oldest)) : covered;
  const confirmed = again ? transcript.findAbsent(again) : [];
  for (const id of absent) if (confirmed.includes(id)) transcript.remove(id);
}
