import { expectSame, expectThat } from './expectation.ts';
import { play, recordStream, type Rechunk, type Recording } from './recordStream.ts';
import { readTexts } from './readTexts.ts';
import { reduceBatches } from './reduceBatches.ts';
import { splitAnyhow, splitAt, splitEvery } from './splitBytes.ts';
import type { Batch, Subject } from './createSubject.ts';

const sizes = [1, 2, 3, 5, 16];
const randomSplits = 20;
const cuts = 150;

/** Any splitting of the bytes says the same: networks cut in the middle of characters, fields and line ends. */
export async function checkChunks(subject: Subject): Promise<void> {
  for (const shape of subject.shapes) {
    const recording = await recordStream(subject, shape);
    const whole = await play(subject, recording, (bytes) => [bytes]);
    const seen = new Set(readTexts(whole).values());
    for (const text of recording.texts)
      expectThat(seen.has(text), `A ${shape} read in one piece lacks the text "${text}".`, [
        ...seen,
      ]);
    const wanted = await describe(recording, whole);
    for (const [name, rechunk] of listSplits(recording, subject.random)) {
      const batches = await play(subject, recording, rechunk);
      expectSame(
        await describe(recording, batches),
        wanted,
        `A ${shape} whose bytes arrive ${name} says something else than in one piece.`,
      );
    }
  }
}

function* listSplits(
  { exchanges }: Recording,
  random: () => number,
): Generator<[name: string, rechunk: Rechunk]> {
  for (const size of sizes) yield [`${size} at a time`, splitEvery(size)];
  for (let i = 0; i < randomSplits; i += 1) yield ['in random pieces', splitAnyhow(random, 40)];
  const lengths = exchanges.map(({ chunks }) =>
    chunks.reduce((sum, { length }) => sum + length, 0),
  );
  const longest = Math.max(...lengths);
  const step = Math.max(1, Math.floor(longest / cuts));
  for (let place = 1; place < longest; place += step)
    yield [`in two, cut after byte ${place}`, splitAt(place)];
}

/** What a stream said, however it was batched. */
async function describe({ conversationId }: Recording, batches: readonly Batch[]): Promise<object> {
  const events = batches.flat();
  return {
    messages: await reduceBatches(conversationId, batches),
    cursor: events.findLast((event) => event.type === 'cursor')?.cursor,
    diagnostics: events.flatMap((event) => (event.type === 'diagnostic' ? [event.code] : [])),
  };
}
