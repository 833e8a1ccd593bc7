import { describe, expect, it } from 'vitest';
import { createTranscript, readIds, readTexts, stretch, tell } from './build.ts';

const hostileIds = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '0',
  '1',
  '-1',
  '01',
  '1e3',
  '9007199254740993',
  'NaN',
  'undefined',
  'null',
  'true',
  ' ',
  "a'",
  'local:1',
  '\u0000',
  '\uD800',
  '\uDFFF\uD800',
  '😀',
  '\u202Eabc',
  'x'.repeat(10_000),
];

describe('an id is only an id', () => {
  it('whatever it spells, each message is one row, once, in order', () => {
    const transcript = createTranscript();
    transcript.holes.openFeed(false);
    transcript.applyRun(stretch(transcript, []));
    const messages = hostileIds.map((id, at) => tell(id, at));
    for (const message of messages.toReversed()) transcript.applyLive(message);
    for (const message of messages) transcript.applyLive(message);
    transcript.applyRun(stretch(transcript, messages));
    expect(readIds(transcript)).toEqual(hostileIds);
    expect(new Set(transcript.readKeys()).size).toBe(hostileIds.length);
    for (const id of hostileIds) expect(transcript.find(id)?.message.id).toBe(id);
    for (const id of hostileIds) transcript.remove(id);
    expect(readIds(transcript)).toEqual([]);
    for (const message of messages) transcript.applyLive(message);
    expect(readIds(transcript)).toEqual([]);
  });

  it('nothing is written to any prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).toSorted();
    const transcript = createTranscript();
    const parts = JSON.parse(
      '[{"type":"text","text":"x","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}]',
    ) as [{ type: 'text'; text: string }];
    const metadata: unknown = JSON.parse('{"__proto__":{"polluted":true}}');
    transcript.applyLive(tell('__proto__', 1, { parts, metadata }));
    transcript.startMessage(tell('constructor', 2, { parts: [] }));
    const part = { type: 'text', text: 'x' } as const;
    transcript.applyPart({ type: 'part-set', messageId: 'constructor', partId: '__proto__', part });
    const delta = { messageId: 'constructor', partId: '__proto__', delta: 'y' } as const;
    transcript.applyPart({ type: 'part-delta', ...delta });
    expect(readTexts(transcript)).toEqual(['x', 'xy']);
    expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(before);
    expect('polluted' in {}).toBe(false);
  });

  it('an id that looks like a local key does not take the row of a send', () => {
    const transcript = createTranscript();
    transcript.holes.openFeed(false);
    transcript.addSend({
      key: 'local:1',
      conversationId: 'c1',
      idempotencyKey: '1',
      message: { parts: [{ type: 'text', text: 'mine' }] },
      createdAt: 0,
      status: 'queued',
      error: undefined,
      isInDoubt: false,
      floor: undefined,
    });
    transcript.applyLive(tell('local:1', 1, { text: 'theirs' }));
    expect(readTexts(transcript)).toEqual(['theirs', 'mine']);
    expect(new Set(transcript.readKeys()).size).toBe(2);
  });
});

describe('text comes out as it went in', () => {
  const texts = [
    '\uD800',
    'a\uDC00b',
    '\u0000',
    '</script><img src=x onerror=alert(1)>',
    'مرحبا',
    'e\u0301',
    '\u2028\u2029',
  ];
  for (const text of texts) {
    it(JSON.stringify(text), () => {
      const transcript = createTranscript();
      transcript.applyLive(tell('a', 1, { text }));
      transcript.applyRun(stretch(transcript, [tell('a', 1, { text })]));
      expect(readTexts(transcript)).toEqual([text]);
    });
  }

  it('a surrogate pair cut by two deltas is whole again', () => {
    const transcript = createTranscript();
    transcript.startMessage(tell('a', 1, { parts: [] }));
    const part = { type: 'text', text: '' } as const;
    transcript.applyPart({ type: 'part-set', messageId: 'a', partId: 'p', part });
    for (const delta of ['😀'.slice(0, 1), '😀'.slice(1)])
      transcript.applyPart({ type: 'part-delta', messageId: 'a', partId: 'p', delta });
    expect(readTexts(transcript)).toEqual(['😀']);
  });
});

describe('times are taken as they are', () => {
  it('beyond 2^53, negative, and equal', () => {
    const transcript = createTranscript();
    transcript.holes.openFeed(false);
    transcript.applyRun(stretch(transcript, []));
    const times = [2 ** 60, -1, 0, Number.MAX_VALUE, 2 ** 60];
    for (const [index, at] of times.entries()) transcript.applyLive(tell(`m${index}`, at));
    expect(readIds(transcript)).toEqual(['m1', 'm2', 'm0', 'm4', 'm3']);
  });
});
