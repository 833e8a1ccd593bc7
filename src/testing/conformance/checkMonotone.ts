import { expectThat } from './expectation.ts';
import { play, recordStream } from './recordStream.ts';
import { readTexts } from './readTexts.ts';
import { splitEvery } from './splitBytes.ts';
import type { Batch, Subject } from './createSubject.ts';

/** Text that streams only grows: what a reader has read does not change under the eyes. */
export async function checkMonotone(subject: Subject): Promise<void> {
  for (const shape of subject.shapes) {
    const recording = await recordStream(subject, shape);
    const batches = await play(subject, recording, splitEvery(24));
    expectGrowing(batches);
  }
}

function expectGrowing(batches: readonly Batch[]): void {
  const before = new Map<string, string>();
  const ended = new Set<string>();
  const events = batches.flat();
  events.forEach((event, index) => {
    if (event.type === 'message-end') ended.add(event.messageId);
    // A whole message is the authority on its text; so is a part that is set once the message ended.
    if (event.type === 'message') return void before.delete(event.message.id);
    if (!('messageId' in event) && event.type !== 'message-start') return;
    for (const [id, text] of readTexts([events.slice(0, index + 1)])) {
      const known = before.get(id) ?? '';
      expectThat(
        text.startsWith(known) || ended.has(id),
        `The text of message ${id} changed while it streamed: "${known}" became "${text}".`,
        event,
      );
      before.set(id, text);
    }
  });
}
