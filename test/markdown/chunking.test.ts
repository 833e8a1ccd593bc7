// @vitest-environment jsdom
import * as fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import {
  createMarkdownParser,
  markdownToHtml,
  type MarkdownDocument,
  type MarkdownNode,
} from 'react-conversation-stream/markdown';
import { describe, expect, it } from 'vitest';
import { gfmExamples } from './gfmExamples.ts';
import { normalizeHtml } from './normalizeHtml.ts';
import { commonMarkExamples } from './specExamples.ts';

const readTree = ({ portions }: MarkdownDocument): MarkdownNode[] =>
  portions.flat().flatMap(({ node }) => (node === '' ? [] : [node]));

const parseOnce = (text: string): MarkdownNode[] => readTree(createMarkdownParser().read(text));

/** What grows long, and is settled piece by piece. */
const growing = [
  (count: number) => Array.from({ length: count }, (_, row) => `- item ${row} **x**\n`).join(''),
  (count: number) => `1. one\n${'2. two\n   - deep\n\n'.repeat(count)}`,
  (count: number) => `| a | b |\n| - | - |\n${'| one | [two][r] |\n'.repeat(count)}`,
  (count: number) => `\`\`\`ts\n${'const a = 1;\n'.repeat(count)}${count % 2 ? '```\n' : ''}`,
  (count: number) => 'Short paragraph.\n\n'.repeat(count),
  (count: number) => '[r]: /a\n'.repeat(count),
];

const examples = [
  ...commonMarkExamples.map(({ markdown }) => markdown),
  ...gfmExamples.map(([, markdown]) => markdown),
  '[r]: /late "title"\n',
  'See [r] and [R][].\n',
  '- [ ] task\n\n- [x] task\n',
  'a\r\nb\rc\n',
  '__proto__ [__proto__]: /x\n',
];

const marks = 'ab [](){}*_~`#>-+=|\\\n\t1.:!<&;@/'.split('');

const fragment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...examples) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...growing), fc.integer({ min: 1, max: 80 }))
      .map(([make, count]) => make(count)),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...marks) }),
  },
);
const text = fc
  .array(fc.tuple(fragment, fc.constantFrom('', '\n', '\n\n')), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.flat().join(''));
const chunking = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), {
  minLength: 1,
});

const runs = { numRuns: 300 };

describe('a text that arrives in pieces', () => {
  it('ends as the tree it has at once, however it is cut', () => {
    fc.assert(
      fc.property(text, chunking, (whole, cuts) => {
        const parser = createMarkdownParser();
        let at = 0;
        for (let index = 0; at < whole.length; index += 1) {
          const [length, isStreaming] = cuts[index % cuts.length]!;
          at += length;
          parser.read(whole.slice(0, at), isStreaming);
        }
        expect(readTree(parser.read(whole))).toEqual(parseOnce(whole));
      }),
      runs,
    );
  });

  it('is at every moment the tree that its text has at once', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (whole, step) => {
        const parser = createMarkdownParser();
        const short = whole.slice(0, 800);
        for (let at = step; at < short.length; at += step) {
          const so = short.slice(0, at);
          expect(readTree(parser.read(so))).toEqual(parseOnce(so));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('may be edited anywhere', () => {
    const edit = fc.tuple(fc.nat(), fc.nat({ max: 40 }), fragment);
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 6 }), (whole, edits) => {
        const parser = createMarkdownParser();
        let so = whole;
        for (const [place, removed, added] of edits) {
          parser.read(so, true);
          const at = place % (so.length + 1);
          so = so.slice(0, at) + added + so.slice(at + removed);
        }
        expect(readTree(parser.read(so))).toEqual(parseOnce(so));
      }),
      { numRuns: 300 },
    );
  });

  it('has the structure markdown-it alone gives it', () => {
    const control = new MarkdownIt({ html: false, maxNesting: 100 });
    control.validateLink = () => true;
    control.normalizeLink = (url) => control.utils.lib.mdurl.encode(url);
    control.normalizeLinkText = (url) => url;
    fc.assert(
      fc.property(text, (whole) => {
        fc.pre(!/~|!\[|\[[ xX]\]/u.test(whole));
        const all = { autolinks: false, linkSchemes: [] };
        const ours = normalizeHtml(markdownToHtml(whole, all));
        const theirs = normalizeHtml(
          control
            .render(whole.replace(/\n?$/u, '\n'))
            .replaceAll(/style="text-align:(\w+)"/gu, 'align="$1"'),
        );
        const withoutLinks = (html: string): string => html.replaceAll(/<\/?a\b[^>]*>/gu, '');
        expect(withoutLinks(ours)).toBe(withoutLinks(theirs));
      }),
      runs,
    );
  });
});
