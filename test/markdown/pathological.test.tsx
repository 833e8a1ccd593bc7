import { renderToStaticMarkup } from 'react-dom/server';
import {
  createMarkdownParser,
  Markdown,
  markdownToText,
  parseMarkdown,
  type MarkdownNode,
} from 'react-conversation-stream/markdown';
import { describe, expect, it } from 'vitest';
import { pathologicalTexts } from './pathologicalTexts.ts';

const entries = Object.entries(pathologicalTexts);

/** Milliseconds of processor, the best of three: a busy machine is not what is measured. */
function time(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 && best > 100; round += 1) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

function readDepth(nodes: readonly MarkdownNode[]): number {
  return Math.max(
    0,
    ...nodes.map((node) => (typeof node === 'string' ? 0 : 1 + readDepth(node.children))),
  );
}

describe('64 KiB of what parsers choke on', { timeout: 30_000 }, () => {
  it.each(entries)('%s: read within 200 ms', (_name, text) => {
    expect(time(() => parseMarkdown(text))).toBeLessThanOrEqual(200);
  });

  it.each(entries)('%s: an update while it arrives within 200 ms', (_name, text) => {
    const parser = createMarkdownParser();
    parser.read(text.slice(0, -40), true);
    let at = -40;
    const update = (): void => void parser.read(text.slice(0, (at += 10)), true);
    expect(time(update)).toBeLessThanOrEqual(200);
  });

  it.each(entries)('%s: never deeper than a browser bears, and nothing lost', (_name, text) => {
    expect(readDepth(parseMarkdown(text))).toBeLessThanOrEqual(80);
    const html = renderToStaticMarkup(<Markdown>{text}</Markdown>);
    const letters = (from: string): number => from.match(/x/gu)?.length ?? 0;
    expect(letters(html.replace(/<[^>]*>/gu, ''))).toBeGreaterThanOrEqual(
      Math.min(1, letters(text)),
    );
    expect(typeof markdownToText(text)).toBe('string');
  });
});

describe('beyond the limits', () => {
  it('quotes stay as they were written below the deepest level', () => {
    const html = renderToStaticMarkup(<Markdown>{`${'> '.repeat(100)}the end`}</Markdown>);
    expect(html).toContain('&gt; the end');
    expect(html.match(/<blockquote/gu)).toHaveLength(30);
  });

  it('marks stay as they were written below the deepest level', () => {
    const text = `${'*a **b '.repeat(40)}c${' b** a*'.repeat(40)}`;
    const html = renderToStaticMarkup(<Markdown>{text}</Markdown>);
    expect(html.match(/<(?:em|strong)/gu)).toHaveLength(32);
    expect(html.replace(/<[^>]*>/gu, '')).toContain('*a **b *a **b');
  });

  it('a paragraph of more than 64 KiB is plain text', () => {
    const text = '**a** '.repeat(11_000);
    expect(parseMarkdown(text)).toEqual([{ tag: 'p', children: [text.trim()] }]);
  });

  it('a table of more cells than a page should hold is plain text, at once and as it grows', () => {
    const table = `| a | b |\n| - | - |\n${'| **c** | d |\n'.repeat(5_000)}`;
    const parser = createMarkdownParser();
    for (let at = 0; at < table.length; at += 4_001) parser.read(table.slice(0, at), true);
    const { portions } = parser.read(table);
    const [node] = portions.flat().map((block) => block.node) as [MarkdownNode];
    expect(node).toMatchObject({ tag: 'p', children: [expect.stringContaining('| **c** | d |')] });
    expect([node]).toEqual(parseMarkdown(table));
  });
});
