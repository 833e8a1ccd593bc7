import { describe, expect, it } from 'vitest';
import { digestMessages } from '../../playground/digest.ts';

const rows = [
  { id: 'm1', text: 'Hello' },
  { id: 'm2', text: 'World' },
];

describe('digestMessages', () => {
  it('is the same for the same messages, and 14 hexadecimal digits', () => {
    expect(digestMessages(rows)).toBe(digestMessages(structuredClone(rows)));
    expect(digestMessages(rows)).toMatch(/^[0-9a-f]{14}$/);
    expect(digestMessages([])).toMatch(/^[0-9a-f]{14}$/);
  });

  it('changes with order, text, id, a missing and a doubled message', () => {
    const [first = { id: '', text: '' }, second = first] = rows;
    const variants = [
      rows,
      [second, first],
      [first],
      [first, second, second],
      [first, { ...second, text: 'World ' }],
      [first, { ...second, id: 'm3' }],
      [],
    ];
    expect(new Set(variants.map(digestMessages)).size).toBe(variants.length);
  });

  it('keeps apart what only differs in where one text ends and the next begins', () => {
    const digests = [
      [{ id: 'a', text: 'bc' }],
      [{ id: 'ab', text: 'c' }],
      [
        { id: 'a', text: 'b' },
        { id: 'c', text: '' },
      ],
      [{ id: 'abc', text: '' }],
    ].map(digestMessages);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('tells lone surrogates from each other and from the replacement character', () => {
    const digests = ['\uD800', '\uD801', '\uDC00', '\uFFFD', '\u{10000}'].map((text) =>
      digestMessages([{ id: 'm', text }]),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('does not collide on 50,000 small transcripts', () => {
    const digests = new Set<string>();
    for (let index = 0; index < 50_000; index += 1) {
      digests.add(digestMessages([{ id: `m${index % 10}`, text: `text ${index}` }]));
    }
    expect(digests.size).toBe(50_000);
  });
});
