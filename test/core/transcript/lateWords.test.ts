import type { MessagePart } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import type { TurnTranscript } from '../../../src/core/transcript/turnTranscript.ts';
import { createSend, createTranscript, readRows, readTexts, stretch, tell } from './build.ts';

const textPart = (text: string): MessagePart => ({ type: 'text', text, state: 'streaming' });
const call = (state: string, given: object = {}): MessagePart =>
  ({ type: 'dynamic-tool', toolName: 'pay', toolCallId: 'c1', state, ...given }) as MessagePart;
const set = (transcript: TurnTranscript, partId: string, part: MessagePart) =>
  transcript.applyPart({ type: 'part-set', messageId: 'a1', partId, part });
const end = (transcript: TurnTranscript, status: 'stopped' | 'complete' | 'interrupted') =>
  transcript.endMessage({ type: 'message-end', messageId: 'a1', status });
const begin = (): TurnTranscript => {
  const transcript = createTranscript();
  transcript.startMessage(tell('a1', 1, { parts: [] }));
  return transcript;
};
const typesOf = (transcript: TurnTranscript): string[] =>
  readRows(transcript)[0]!.parts.map(({ type }) => type);

describe('what the reader stopped stays as it was left', () => {
  const stop = (): TurnTranscript => {
    const transcript = begin();
    set(transcript, 't', textPart('Hel'));
    end(transcript, 'stopped');
    return transcript;
  };

  it('whatever the stream goes on to say, which is no loss', () => {
    const transcript = stop();
    expect(set(transcript, 'u', textPart('more'))).toBeUndefined();
    const more = { type: 'part-delta', messageId: 'a1', partId: 't', delta: 'lo' } as const;
    expect(transcript.applyPart(more)).toBeUndefined();
    end(transcript, 'complete');
    expect(readRows(transcript)).toMatchObject([{ status: 'stopped' }]);
    expect(readTexts(transcript)).toEqual(['Hel']);
  });

  it('unless it came too late, and the server asks for an answer', () => {
    const transcript = stop();
    const parts = [{ type: 'text', text: 'Hello' }, call('approval-requested')] as const;
    transcript.applyRun(stretch(transcript, [tell('a1', 1, { parts })]));
    expect(typesOf(transcript)).toEqual(['text', 'dynamic-tool']);
    expect(readRows(transcript)).toMatchObject([{ status: 'complete' }]);
  });
});

describe('an answer', () => {
  const answer = { approvalId: 'c1', isApproved: true };
  const ask = (): TurnTranscript => {
    const transcript = begin();
    set(transcript, 't', call('approval-requested', { approval: { id: 'c1' } }));
    end(transcript, 'complete');
    return transcript;
  };

  it('is given once', () => {
    const transcript = ask();
    const undo = transcript.respond(answer);
    expect(() => transcript.respond(answer)).toThrow('answered already');
    undo();
    expect(() => transcript.respond(answer)).not.toThrow();
  });

  it('is not taken back by a page that was asked for before it', () => {
    const transcript = ask();
    const parts = [call('approval-requested', { approval: { id: 'c1' } })];
    const before = stretch(transcript, [tell('a1', 1, { parts })]);
    transcript.respond(answer);
    transcript.applyRun(before);
    expect(readRows(transcript)[0]!.parts).toMatchObject([{ state: 'approval-responded' }]);
  });
});

describe('a turn that is told again', () => {
  it('has its parts in the order in which they are told, also when the first ones were lost before', () => {
    const transcript = begin();
    set(transcript, 't', textPart('Hello'));
    end(transcript, 'interrupted');
    transcript.beginReplay();
    transcript.startMessage(tell('a1', 1, { parts: [] }), true);
    set(transcript, 'r', { type: 'reasoning', text: 'Hm', state: 'streaming' });
    set(transcript, 't', textPart('Hello'));
    expect(typesOf(transcript)).toEqual(['reasoning', 'text']);
  });

  it('does not tell a call worse than history did', () => {
    const transcript = createTranscript();
    const parts = [call('input-available', { input: { eur: 3 } })];
    transcript.applyRun(stretch(transcript, [tell('a1', 1, { parts })]));
    set(transcript, 't', call('output-available', { toolName: '', input: '3}', output: 'ok' }));
    expect(readRows(transcript)[0]!.parts).toMatchObject([
      { toolName: 'pay', input: { eur: 3 }, output: 'ok' },
    ]);
  });
});

describe('what a tool returned, told by another turn', () => {
  const interrupt = (): TurnTranscript => {
    const transcript = begin();
    set(transcript, 't', textPart('Paying'));
    set(transcript, 'c', call('input-available', { input: { eur: 3 } }));
    end(transcript, 'interrupted');
    return transcript;
  };

  it('is there, and does not make the answer that was cut go on', () => {
    const transcript = interrupt();
    const said = set(transcript, 'c', call('output-available', { output: 'ok' }));
    expect(said).toBeUndefined();
    expect(readRows(transcript)).toMatchObject([
      { status: 'interrupted', parts: [{ text: 'Paying' }, { state: 'output-available' }] },
    ]);
  });

  it('nor does that it failed, or was denied', () => {
    for (const state of ['output-error', 'output-denied']) {
      const transcript = interrupt();
      set(transcript, 'c', call(state));
      expect(readRows(transcript)).toMatchObject([
        { status: 'interrupted', parts: [{ text: 'Paying' }, { state }] },
      ]);
    }
  });

  it('is no news of what had returned: a call does not go back', () => {
    const transcript = interrupt();
    set(transcript, 'c', call('output-available', { output: 'ok' }));
    set(transcript, 'c', call('input-available', { input: {} }));
    expect(readRows(transcript)[0]!.parts[1]).toMatchObject({ state: 'output-available' });
  });

  it('while more of its words do', () => {
    const transcript = interrupt();
    const delta = { type: 'part-delta', messageId: 'a1', partId: 't', delta: ' now' } as const;
    transcript.applyPart(delta);
    expect(readRows(transcript)).toMatchObject([{ status: 'streaming' }]);
  });
});

describe('the cache', () => {
  it('keeps what is known below a row that the server took and has not listed', () => {
    const transcript = createTranscript();
    transcript.holes.openFeed(false);
    transcript.applyRun(stretch(transcript, [tell('m1', 1), tell('m2', 2)]));
    transcript.holes.closeFeed();
    const send = createSend('Hi');
    transcript.addSend(send);
    transcript.place(send);
    expect(transcript.readStored().messages.map(({ id }) => id)).toEqual(['m1', 'm2']);
  });
});
