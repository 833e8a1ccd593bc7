import { readEventStream } from 'react-conversation-stream/core';
import { describe, expect, it } from 'vitest';
import { bytesOf, createBody, splitAnyhow, splitEvery, splitInTwo } from './bodies.ts';

/** `[type, data, lastEventId]` */
type Delivered = readonly [type: string, data: string, lastEventId: string];

interface Vector {
  readonly name: string;
  readonly input: string | Uint8Array;
  readonly expected: readonly Delivered[];
  /** Reconnection times reported, ms. Checked where given. */
  readonly retries?: readonly number[];
  /** Last event ids in the order they were set at blank lines. Checked where given. */
  readonly ids?: readonly string[];
}

/** Unnamed events without an id. */
const plain = (...data: string[]): Delivered[] => data.map((text) => ['message', text, '']);
const long = 'x'.repeat(2_048);
const lineEnds: Delivered[] = [
  ['greeting', 'a\nb', '1'],
  ['message', 'c', '1'],
];

/** PROTOCOLS §2.5, byte for byte. */
const vectors: readonly Vector[] = [
  {
    name: '1 bom: one is removed at the start, a later one spoils its line',
    input: '\uFEFFdata:1\n\n\uFEFFdata:2\n\ndata:3\n\n',
    expected: plain('1', '3'),
  },
  {
    name: '2 double-bom: only the first is removed',
    input: '\uFEFF\uFEFFdata:1\n\ndata:2\n\ndata:3\n\n',
    expected: plain('2', '3'),
  },
  {
    name: '3 comments are ignored, however long',
    input: `data:1\r:\0\n:\r\ndata:2\n:${long}\rdata:3\n:data:fail\r:${long}\ndata:4\n\n`,
    expected: plain('1\n2\n3\n4'),
  },
  {
    name: '4 eof-without-blank-line: the half event is dropped, and so is its id',
    input: 'retry:1000\ndata:test1\n\nid:test\ndata:test2',
    expected: plain('test1'),
    retries: [1_000],
    ids: [],
  },
  {
    name: '5 field-data: an empty data field is an event',
    input: 'data:\n\ndata\ndata\n\ndata:test\n\n',
    expected: plain('', '\n', 'test'),
  },
  {
    name: '6 event-data: blocks without data are no events',
    input:
      'data:msg\ndata: msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\ndata:end\n\n',
    expected: plain('msg\nmsg', '', 'end'),
  },
  {
    name: '7 event-name: a name is for one event',
    input: 'event:test\ndata:x\n\ndata:x\n\n',
    expected: [
      ['test', 'x', ''],
      ['message', 'x', ''],
    ],
  },
  {
    name: '8 event-empty: an empty name is no name',
    input: 'event: \ndata:data\n\n',
    expected: plain('data'),
  },
  {
    name: '9 id-persists',
    input: 'id: 1\ndata: 1\n\ndata:2\n\n',
    expected: [
      ['message', '1', '1'],
      ['message', '2', '1'],
    ],
  },
  {
    name: '10 id-changes',
    input: 'id: 1\ndata: 1\n\nid: 2\ndata:2\n\n',
    expected: [
      ['message', '1', '1'],
      ['message', '2', '2'],
    ],
  },
  {
    name: '11 id-resets: an empty id is an id',
    input: 'id: 1\ndata: 1\n\nid:\ndata:2\n\n',
    expected: [
      ['message', '1', '1'],
      ['message', '2', ''],
    ],
    ids: ['1', ''],
  },
  {
    name: '12 id-only-block: told at its blank line, without an event',
    input: 'id: 7\n\ndata:a\n\n',
    expected: [['message', 'a', '7']],
    ids: ['7'],
  },
  {
    name: '13 id-null: an id with U+0000 is ignored',
    input: 'id: a\0b\ndata: x\n\n',
    expected: plain('x'),
    ids: [],
  },
  {
    name: '14 field-parsing: names are compared byte for byte',
    input:
      'data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n',
    expected: plain('\0\n 2\n1\n3\n\n4'),
  },
  {
    name: '15 leading-space: one space goes, a tab stays',
    input: 'data:\ttest\rdata: \ndata:test\n\n',
    expected: plain('\ttest\n\ntest'),
  },
  {
    name: '16 newlines: CR, LF and CRLF all end a line',
    input: 'data:test\r\ndata\ndata:test\r\n\r',
    expected: plain('test\n\ntest'),
  },
  {
    name: '17 null-in-data: U+0000 is a character like any other',
    input: 'data:\0\n\n\n\n',
    expected: plain('\0'),
  },
  {
    name: '18 retry-empty is ignored',
    input: 'retry\ndata:test\n\n',
    expected: plain('test'),
    retries: [],
  },
  {
    name: '19 retry-leading-zeros are decimal digits',
    input: 'retry:03000\ndata:x\n\n',
    expected: plain('x'),
    retries: [3_000],
  },
  {
    name: '20 retry-bogus does not undo a good one',
    input: 'retry:3000\nretry:1000x\ndata:x\n\n',
    expected: plain('x'),
    retries: [3_000],
  },
  {
    name: '21 retry-variants: digits only, after at most one space',
    input: 'retry: 5000\nretry:  6000\nretry:-5\nretry:+5\nretry:1e3\nretry:٣\n\n',
    expected: [],
    retries: [5_000],
  },
  {
    name: '22 unknown fields are ignored',
    input: 'data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n',
    expected: plain('test\n\ntest'),
  },
  {
    name: '23 line-end mix, LF only',
    input: 'event: greeting\nid: 1\ndata: a\ndata: b\n\ndata: c\n\n',
    expected: lineEnds,
  },
  {
    name: '23 line-end mix, CR only',
    input: 'event: greeting\rid: 1\rdata: a\rdata: b\r\rdata: c\r\r',
    expected: lineEnds,
  },
  {
    name: '23 line-end mix, CRLF only',
    input: 'event: greeting\r\nid: 1\r\ndata: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n',
    expected: lineEnds,
  },
  {
    name: '23 line-end mix, alternating',
    input: 'event: greeting\rid: 1\ndata: a\r\ndata: b\r\r\ndata: c\n\r',
    expected: lineEnds,
  },
  { name: '24 chunk split', input: 'data: hello\n\n', expected: plain('hello') },
  {
    name: '25 utf-8, whatever the header says',
    input: 'data:ok…\n\n',
    expected: plain('ok…'),
  },
  { name: '26 split code point', input: 'data:😀\n\n', expected: plain('😀') },
  {
    name: '27 CR at a chunk end and LF after it are one line end',
    input: 'data:a\r\n\r\n',
    expected: plain('a'),
  },
  {
    name: '28 invalid utf-8 becomes replacement characters',
    input: Uint8Array.of(...bytesOf('data:'), 0xff, 0xfe, ...bytesOf('\n\n')),
    expected: plain('\uFFFD\uFFFD'),
  },
];

/** Reads the chunks to the end and compares everything that was told with the vector. */
async function check(vector: Vector, chunks: readonly Uint8Array[]): Promise<void> {
  const delivered: Delivered[] = [];
  const retries: number[] = [];
  const ids: string[] = [];
  const events = readEventStream(createBody(chunks).stream, {
    onRetry: (delay) => retries.push(delay),
    onLastEventId: (id) => ids.push(id),
  });
  for await (const { type, data, lastEventId } of events) delivered.push([type, data, lastEventId]);
  const how = `in ${chunks.length} chunks, the first of ${chunks[0]?.length} bytes`;
  expect(delivered, how).toEqual(vector.expected);
  if (vector.retries) expect(retries, how).toEqual(vector.retries);
  if (vector.ids) expect(ids, how).toEqual(vector.ids);
}

describe('readEventStream gives what the standard says, however the bytes are chunked', () => {
  it('has all 28 vectors', () => {
    const numbers = new Set(vectors.map(({ name }) => Number.parseInt(name, 10)));
    expect([...numbers]).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
  });

  for (const vector of vectors) {
    const bytes = typeof vector.input === 'string' ? bytesOf(vector.input) : vector.input;
    it(`${vector.name} — whole and in pieces of 1, 2 and 3 bytes`, async () => {
      for (const size of [bytes.length, 1, 2, 3]) await check(vector, splitEvery(bytes, size));
    });
    it(`${vector.name} — cut in two at every byte`, async () => {
      for (const chunks of splitInTwo(bytes)) await check(vector, chunks);
    });
    it(`${vector.name} — cut anywhere, any number of times`, async () => {
      for (const chunks of splitAnyhow(bytes)) await check(vector, chunks);
    });
  }

  it('24 chunk split, as the page has it', async () => {
    const chunks = ['da', 'ta: hel', 'lo\n\n'].map(bytesOf);
    await check({ name: '', input: '', expected: plain('hello') }, chunks);
  });

  it('27 CR at a chunk end, as the page has it', async () => {
    const chunks = ['data:a\r', '\n\r', '\n'].map(bytesOf);
    await check({ name: '', input: '', expected: plain('a') }, chunks);
  });

  it('is not confused by empty chunks', async () => {
    const chunks = ['', '\uFEFF', '', 'data:a\r', '', '\n\r', '', '\n', ''].map(bytesOf);
    await check({ name: '', input: '', expected: plain('a') }, chunks);
  });
});
