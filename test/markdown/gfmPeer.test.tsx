import * as fc from 'fast-check';
import ReactMarkdown from 'react-markdown';
import { renderToStaticMarkup } from 'react-dom/server';
import { Markdown } from 'react-conversation-stream/markdown';
import remarkGfm from 'remark-gfm';
import { describe, expect, it } from 'vitest';
import { normalizeHtml } from './normalizeHtml.ts';

/*
 * The extensions of GitHub Flavored Markdown, read by somebody else: `remark-gfm`, whose parser is tested against
 * the examples of that specification. What it makes of a text is what ours has to make of it. Left out is what it
 * reads as the site does and not as the specification says: quotes before `www.`, `_` in a host, `;` behind one.
 */

const plugins = [remarkGfm];
const linkSchemes = ['http', 'https', 'mailto'];

/** Classes are nobody's Markdown. */
const read = (html: string): string =>
  normalizeHtml(
    html
      .replaceAll(/ style="text-align:(\w+)"/gu, ' align="$1"')
      .replaceAll(/ class="[^"]*"/gu, ''),
  );

function expectSame(text: string): void {
  const ours = <Markdown linkSchemes={linkSchemes}>{text}</Markdown>;
  const theirs = (
    <ReactMarkdown remarkPlugins={plugins} urlTransform={(url) => url}>
      {text}
    </ReactMarkdown>
  );
  const [our, their] = [ours, theirs].map((element) => read(renderToStaticMarkup(element)));
  expect(our, text).toBe(their);
}

const among = <T,>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
/** One of these, or nothing where two spaces meet. */
const oneOf = (values: string): fc.Arbitrary<string> => among(...values.split(' '));
const some = (one: fc.Arbitrary<string>, max: number, joint = ''): fc.Arbitrary<string> =>
  fc.array(one, { minLength: 1, maxLength: max }).map((all) => all.join(joint));
const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((all) => all.join(''));

const address = joined(
  oneOf('www. http:// https://'),
  oneOf('a.example a-b.c.example a_b.c.example'),
  fc.oneof(among(''), joined(oneOf('/ ?q=1'), some(oneOf(' / /a &b=2 #c (d) (e f) %20 &amp'), 4))),
);
const mail = joined(
  oneOf('a a.b a+b a-b_c'),
  among('@'),
  oneOf('b.example b-c.example b b.c_ b.c-'),
);
const sentence = joined(
  among('', 'See ', '(', '*', '_', '~', 'at: '),
  fc.oneof(address, mail),
  among(' and so on', '<b', '\nnext', ...'. , ! ? ) ). &x; '.split(' ')),
);

const struck = joined(
  among('x'),
  some(among('~', '~~', '~~~', ' ', 'a', 'b c', '.', '\n', '\\~', '`~`'), 12),
  among('z'),
);

const inline = oneOf('a b  `x` `\\|` **b** *e* ~~d~~ [l](/u) \\| &amp; 1 \\*');
const cells = (max: number): fc.Arbitrary<string[]> =>
  fc.array(inline, { minLength: 1, maxLength: max });
const row = (texts: readonly string[]): string => `| ${texts.join(' | ')} |\n`;
const table = fc
  .tuple(
    cells(3),
    fc.array(among('-', '---', ':-', '--:', ':-:'), { minLength: 1, maxLength: 3 }),
    fc.array(cells(4), { maxLength: 4 }),
    among('', '\nafter', '> quote', '- item', '# head'),
  )
  .map(([head, marks, rows, next]) => `${row(head)}${row(marks)}${rows.map(row).join('')}${next}`);
const bareTable = fc
  .tuple(inline, inline, fc.array(fc.tuple(inline, inline), { maxLength: 3 }))
  .map(([one, two, rows]) => [[`h${one}`, two], ['-', ':-'], ...rows.map(([a, b]) => [`c${a}`, b])])
  .map((rows) => rows.map((each) => each.join(' | ')).join('\n'));

const task = joined(
  among('', '  ', '    '),
  among('- ', '* ', '+ ', '1. '),
  among('[ ] ', '[x] ', '[X] ', '[ ]', '[y] ', '[  ] ', ''),
  oneOf('a **b** `c` [l](/u) ~~d~~'),
  among('\n'),
);

const corpora = {
  tables: fc.oneof(table, bareTable),
  'task lists': some(task, 5),
  strikethrough: struck,
  autolinks: sentence,
  'all of them': some(fc.oneof(table, some(task, 3), sentence, struck), 4, '\n\nThen:\n\n'),
};

describe('the extensions of GitHub Flavored Markdown, beside another reader of them', () => {
  it.each(Object.entries(corpora))('%s', (_name, corpus) => {
    fc.assert(
      fc.property(corpus, (text) => expectSame(`${text}\n`)),
      { numRuns: 500, seed: 29 },
    );
  });
});
