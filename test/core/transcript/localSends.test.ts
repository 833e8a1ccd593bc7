import { describe, expect, it } from 'vitest';
import {
  createSend,
  createTranscript,
  readIds,
  readRows,
  readTexts,
  stretch,
  tell,
} from './build.ts';

/** A conversation with one message, joined, and nothing missing. */
function join() {
  const transcript = createTranscript();
  transcript.holes.openFeed(false);
  transcript.applyRun(stretch(transcript, [tell('m1', 1)]));
  return transcript;
}

const stored = (id: string, at: number, text: string, clientId?: string) =>
  tell(id, at, { role: 'user', text, ...(clientId === undefined ? {} : { clientId }) });

describe('a send is one row from the first moment to the last', () => {
  it('stands last until the server places it, whatever comes meanwhile', () => {
    const transcript = join();
    transcript.addSend(createSend('hi'));
    transcript.applyLive(tell('m2', 2));
    expect(readTexts(transcript)).toEqual(['Text of m1', 'Text of m2', 'hi']);
  });

  it('keeps its key when the receipt comes first, and the echo adds nothing', () => {
    const transcript = join();
    const send = createSend('hi');
    transcript.addSend(send);
    transcript.acknowledge(send, stored('m2', 2, 'hi'));
    transcript.applyLive(stored('m2', 2, 'hi'));
    expect(readRows(transcript).map(({ key, id }) => [key, id])).toEqual([
      ['m1', 'm1'],
      ['local:hi', 'm2'],
    ]);
  });

  it('keeps its key when the echo comes first, and the receipt adds nothing', () => {
    const transcript = join();
    const send = createSend('hi');
    transcript.addSend(send);
    transcript.applyLive(stored('m2', 2, 'hi'));
    expect(transcript.readKeys()).toEqual(['m1', 'local:hi']);
    transcript.acknowledge(send, stored('m2', 2, 'hi'));
    expect(readRows(transcript).map(({ key, id }) => [key, id])).toEqual([
      ['m1', 'm1'],
      ['local:hi', 'm2'],
    ]);
  });

  it('is found by the id we gave it, though the text was changed on the way', () => {
    const transcript = join();
    transcript.addSend(createSend('hi', { idempotencyKey: 'k1' }));
    transcript.applyLive(stored('m2', 2, 'Hi.', 'k1'));
    expect(transcript.readKeys()).toEqual(['m1', 'local:k1']);
    expect(readTexts(transcript)).toEqual(['Text of m1', 'Hi.']);
  });

  it('an echo nobody recognised becomes its row when the receipt names it', () => {
    const transcript = join();
    const send = createSend('hi');
    transcript.addSend(send);
    transcript.applyLive(stored('m2', 2, 'Hi. (corrected by the server)'));
    expect(transcript.readKeys()).toEqual(['m1', 'm2', 'local:hi']);
    transcript.acknowledge(send, stored('m2', 2, 'Hi. (corrected by the server)'));
    expect(readRows(transcript).map(({ key, id }) => [key, id])).toEqual([
      ['m1', 'm1'],
      ['local:hi', 'm2'],
    ]);
  });

  it('found in a page, it is the same as on the feed', () => {
    const transcript = join();
    transcript.addSend(createSend('hi'));
    const page = [tell('m1', 1), stored('m2', 2, 'hi')];
    transcript.applyRun(stretch(transcript, page));
    expect(transcript.readKeys()).toEqual(['m1', 'local:hi']);
  });

  it('a wrong guess is undone: the other message gets a row of its own', () => {
    const transcript = join();
    const send = createSend('hi');
    transcript.addSend(send);
    // Another device of the same user said the same.
    transcript.applyLive(stored('m2', 2, 'hi'));
    transcript.acknowledge(send, stored('m3', 3, 'hi'));
    expect(readRows(transcript).map(({ key, id }) => [key, id])).toEqual([
      ['m1', 'm1'],
      ['m2', 'm2'],
      ['local:hi', 'm3'],
    ]);
  });

  it('two sends of the same text are two rows, settled in the order they were made', () => {
    const transcript = join();
    const [one, two] = [
      createSend('hi', { idempotencyKey: '1' }),
      createSend('hi', { idempotencyKey: '2' }),
    ];
    transcript.addSend(one);
    transcript.addSend(two);
    transcript.applyLive(stored('m2', 2, 'hi'));
    transcript.applyLive(stored('m3', 3, 'hi'));
    expect(transcript.readKeys()).toEqual(['m1', 'local:1', 'local:2']);
    transcript.acknowledge(one, stored('m2', 2, 'hi'));
    transcript.acknowledge(two, stored('m3', 3, 'hi'));
    expect(readIds(transcript)).toEqual(['m1', 'm2', 'm3']);
    expect(transcript.readKeys()).toEqual(['m1', 'local:1', 'local:2']);
  });

  it('a send that never left the queue is nobody’s stored form', () => {
    const transcript = join();
    transcript.addSend(createSend('hi', { status: 'queued' }));
    transcript.applyLive(stored('m2', 2, 'hi'));
    expect(readIds(transcript)).toEqual(['m1', 'm2', 'local:hi']);
  });

  it('an old message of the same text is not taken for it', () => {
    const transcript = join();
    transcript.addSend(createSend('hi', { floor: 1 }));
    const older = { isNewest: false, isProof: false };
    transcript.applyRun(stretch(transcript, [stored('m0', 0, 'hi'), tell('m1', 1)], older));
    expect(readIds(transcript)).toEqual(['m0', 'm1', 'local:hi']);
  });

  it('a failed send that the server stored after all is settled by the page that tells', () => {
    const transcript = join();
    transcript.addSend(createSend('hi', { status: 'failed', isInDoubt: true }));
    transcript.applyRun(stretch(transcript, [tell('m1', 1), stored('m2', 2, 'hi')]));
    expect(readRows(transcript)[1]).toMatchObject({
      key: 'local:hi',
      id: 'm2',
      status: 'complete',
    });
    expect(transcript.sends.get('local:hi')).toBeUndefined();
  });

  it('discarded, it is gone', () => {
    const transcript = join();
    const send = createSend('hi', { status: 'failed' });
    transcript.addSend(send);
    transcript.discardSend(send);
    expect(readIds(transcript)).toEqual(['m1']);
  });
});
