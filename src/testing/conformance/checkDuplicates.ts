import { expectSame } from './expectation.ts';
import { play, recordStream, type Rechunk } from './recordStream.ts';
import { reduceBatches } from './reduceBatches.ts';
import { splitBlocks } from './splitBytes.ts';
import type { Subject } from './createSubject.ts';

/** Events told again change nothing: a server that resumes may repeat what it said. */
export async function checkDuplicates(subject: Subject): Promise<void> {
  const { transport } = subject.connect();
  for (const shape of subject.shapes) {
    // A turn that cannot be resumed is told once.
    if (shape === 'turn' && !transport.resumeTurn) continue;
    const recording = await recordStream(subject, shape);
    const { conversationId } = recording;
    const read = async (rechunk: Rechunk): Promise<unknown> =>
      reduceBatches(conversationId, await play(subject, recording, rechunk));
    const wanted = await read((bytes) => [bytes]);
    for (const [name, repeat] of repeats) {
      const rechunk: Rechunk = (bytes, isStream) =>
        isStream ? repeat(splitBlocks(bytes)) : [bytes];
      expectSame(await read(rechunk), wanted, `A ${shape} that tells ${name} twice doubles it.`);
    }
  }
}

type Repeat = (blocks: readonly Uint8Array[]) => readonly Uint8Array[];

const repeats: readonly [name: string, repeat: Repeat][] = [
  ['each event', (blocks) => blocks.flatMap((block) => [block, block])],
  ...[1, 2, 3].map((count): [string, Repeat] => [
    `its last ${count} events`,
    (blocks) => [...blocks, ...blocks.slice(-count)],
  ]),
  ['its second half', (blocks) => [...blocks, ...blocks.slice(Math.floor(blocks.length / 2))]],
];
