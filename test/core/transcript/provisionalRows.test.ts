import { getMessageText, type ServerMessage } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { TurnTranscript } from '../../../src/core/transcript/turnTranscript.ts';
import { createSend, readIds, stretch, tell } from './build.ts';

/** A transcript of a wire without ids of its own: the same words of the same role are taken for the stored form. */
function start(...messages: readonly ServerMessage[]): TurnTranscript {
  const transcript = new TurnTranscript(
    (local, message) =>
      local.role === message.role && getMessageText(local) === getMessageText(message),
  );
  transcript.holes.openFeed(false);
  transcript.applyRun(stretch(transcript, messages));
  return transcript;
}

/** The server took it, and lists it nowhere yet. */
function ask(transcript: TurnTranscript, text: string, given: { isInDoubt?: boolean } = {}): void {
  const send = createSend(text, given);
  transcript.addSend(send);
  transcript.runningKey = transcript.place(send).key;
}

/** The turn of the last question answers it. */
function answer(transcript: TurnTranscript, id: string, text: string): void {
  transcript.startMessage(tell(id, 0, { text, isProvisional: true }));
  transcript.endMessage({ type: 'message-end', messageId: id, status: 'complete' });
}

const user = (id: string, at: number, text: string): ServerMessage =>
  tell(id, at, { role: 'user', text });
const own = (id: string, at: number, key: string): ServerMessage => ({
  ...user(id, at, key),
  clientId: key,
});

/** A newest page of all there is, unless told otherwise. */
function list(
  transcript: TurnTranscript,
  messages: readonly ServerMessage[],
  given: Parameters<typeof stretch>[2] = {},
): void {
  transcript.runningKey = undefined;
  transcript.applyRun(stretch(transcript, messages, given));
}

describe('what the server took and does not list yet', () => {
  it('comes after all that it lists', () => {
    const transcript = start(tell('m1', 1));
    ask(transcript, 'Hi');
    list(transcript, [tell('m1', 1), tell('m2', 2), tell('m3', 3)]);
    expect(readIds(transcript)).toEqual(['m1', 'm2', 'm3', 'local:Hi']);
  });

  it('stays where it is, where it may be listed below what was read', () => {
    const transcript = start(tell('m1', 1));
    ask(transcript, 'Hi');
    list(transcript, [tell('m8', 8), tell('m9', 9)], { hasOlder: true, isProof: false });
    expect(readIds(transcript)).toEqual(['m1', 'local:Hi', 'm8', 'm9']);
  });

  it('stays where it is, once something is listed that was sent later: it never will be', () => {
    const transcript = start(tell('m1', 1));
    ask(transcript, 'one');
    ask(transcript, 'two');
    list(transcript, [tell('m1', 1), own('q2', 2, 'two'), tell('m3', 3)]);
    expect(readIds(transcript)).toEqual(['m1', 'local:one', 'q2', 'm3']);
  });

  it('keeps its order: what was sent next is still right behind it', () => {
    const transcript = start(tell('m1', 1));
    ask(transcript, 'one');
    ask(transcript, 'two');
    ask(transcript, 'three');
    list(transcript, [tell('m1', 1), tell('m2', 2)]);
    expect(readIds(transcript)).toEqual(['m1', 'm2', 'local:one', 'local:two', 'local:three']);
  });

  it('comes after the answer to what is listed last', () => {
    const transcript = start(tell('m1', 1));
    ask(transcript, 'Hi');
    answer(transcript, 'r1', 'Yes');
    transcript.runningKey = undefined;
    transcript.applyLive(tell('m2', 2));
    ask(transcript, 'next');
    list(transcript, [tell('m1', 1), tell('m2', 2), own('q1', 5, 'Hi')]);
    expect(readIds(transcript)).toEqual(['m1', 'm2', 'q1', 'r1', 'local:next']);
  });

  it('follows the row before it, when the one that it followed is deleted', () => {
    const transcript = start(tell('m1', 1), tell('m2', 2));
    ask(transcript, 'Hi');
    transcript.remove('m2');
    list(transcript, [tell('m3', 3), tell('m1', 9)], { isNewest: false, isProof: false });
    expect(readIds(transcript)).toEqual(['m3', 'm1', 'local:Hi']);
  });
});

describe('an answer that has no id of the server’s', () => {
  it('stands behind its question, whoever spoke in between', () => {
    const transcript = start(tell('m1', 1));
    ask(transcript, 'Hi');
    transcript.applyLive(tell('m2', 2));
    answer(transcript, 'r1', 'Yes');
    answer(transcript, 'r2', 'And no');
    expect(readIds(transcript)).toEqual(['m1', 'local:Hi', 'r1', 'r2', 'm2']);
  });

  it('moves along when the feed tells where its question stands', () => {
    const transcript = start(tell('m1', 1));
    ask(transcript, 'Hi');
    answer(transcript, 'r1', 'Yes');
    transcript.applyLive(tell('m2', 2));
    transcript.applyLive(own('q1', 5, 'Hi'));
    expect(readIds(transcript)).toEqual(['m1', 'm2', 'q1', 'r1']);
  });

  it('is not taken for the same words in answer to somebody else', () => {
    const transcript = start(tell('m1', 1));
    ask(transcript, 'Hi');
    answer(transcript, 'r1', 'Yes');
    const others = [user('u1', 2, 'Anyone?'), tell('b1', 3, { text: 'Yes' })];
    const ours = [user('q1', 4, 'Hi'), tell('a1', 5, { text: 'Yes' })];
    list(transcript, [tell('m1', 1), ...others, ...ours]);
    expect(readIds(transcript)).toEqual(['m1', 'u1', 'b1', 'q1', 'a1']);
    expect(transcript.readKeys()).toEqual(['m1', 'u1', 'b1', 'local:Hi', 'r1']);
  });

  it('keeps its row when history lists it, and what followed follows', () => {
    const transcript = start(tell('m1', 1));
    ask(transcript, 'Hi');
    answer(transcript, 'r1', 'Yes');
    list(transcript, [
      tell('m1', 1),
      tell('m2', 2),
      user('q1', 3, 'Hi'),
      tell('a1', 4, { text: 'Yes' }),
    ]);
    expect(readIds(transcript)).toEqual(['m1', 'm2', 'q1', 'a1']);
    expect(transcript.readKeys()).toEqual(['m1', 'm2', 'local:Hi', 'r1']);
  });
});

it('sent twice and stored twice, the row is that of the second: its turn was told', () => {
  const transcript = start(tell('m1', 1));
  ask(transcript, 'Hi', { isInDoubt: true });
  list(transcript, [tell('m1', 1), user('q1', 2, 'Hi'), user('q2', 3, 'Hi')]);
  expect(readIds(transcript)).toEqual(['m1', 'q1', 'q2']);
  expect(transcript.readKeys()).toEqual(['m1', 'q1', 'local:Hi']);
});
