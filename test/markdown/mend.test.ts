import { createMarkdownParser, type MarkdownNode } from 'react-conversation-stream/markdown';
import { describe, expect, it } from 'vitest';

/** What is shown of a text that still arrives, tags in short. */
function show(text: string): string {
  const write = (node: MarkdownNode): string =>
    typeof node === 'string'
      ? node
      : node.tag === 'p' || node.tag === ''
        ? node.children.map(write).join('')
        : `<${node.tag}>${node.children.map(write).join('')}</>`;
  const { portions } = createMarkdownParser().read(text, true);
  return portions
    .flat()
    .map(({ node }) => write(node))
    .join('|');
}

describe('text that still arrives', () => {
  it.each([
    ['a **b', 'a <strong>b</>'],
    ['a **', 'a '],
    ['a **b*', 'a <strong>b</>'],
    ['a **b**', 'a <strong>b</>'],
    ['a *b', 'a <em>b</>'],
    ['a *b*', 'a <em>b</>'],
    ['a ***b', 'a <em><strong>b</></>'],
    ['a **b *c', 'a <strong>b <em>c</></>'],
    ['a **b ', 'a <strong>b</>'],
    ['a ~~b', 'a <del>b</>'],
    ['a `b', 'a <code>b</>'],
    ['a `', 'a '],
    ['a ``b`', 'a <code>b</>'],
    ['a **`b', 'a <strong><code>b</></>'],
    ['snake_case_', 'snake_case'],
    ['2 * 3', '2 * 3'],
    ['[a', 'a'],
    ['see [a](http', 'see a'],
    ['see [a](http://b.example "t', 'see a'],
    ['see [a](http://b.example)', 'see <a>a</>'],
    ['see ![a](http://b', 'see a'],
    ['**[a', '<strong>a</>'],
    ['<https://a.exa', '<a>https://a.exa</>'],
    ['a\\', 'a'],
    ['a\n-', 'a'],
    ['a\n==', 'a'],
    ['#', ''],
    ['# a', '<h1>a</>'],
    ['- a\n-', '<ul><li>a</></>'],
    ['- a\n- [', '<ul><li>a</></>'],
    ['1. a\n2', '<ol><li>a</></>'],
    ['``', ''],
    ['```ts\na\n``', '<pre><code>a\n</></>'],
    ['| a | b', '<table><thead><tr><th>a</><th>b</></></></>'],
    ['| a | b |\n|', '<table><thead><tr><th>a</><th>b</></></></>'],
    ['| a | b |\n|--', '<table><thead><tr><th>a</><th>b</></></></>'],
    ['```\n| a | b |\n', '<pre><code>| a | b |\n</></>'],
  ])('%j looks like %j', (text, shown) => {
    expect(show(text)).toBe(shown);
  });

  it('is never shown longer than it is', () => {
    const text =
      'Some **bold *and* it**, `code`, [a link](https://a.example/b_c "t") ~~gone~~.\n\n- one\n- **two**\n\n| a | b |\n|---|---|\n| `1` | 2 |\n';
    for (let at = 1; at <= text.length; at += 1) {
      expect(show(text.slice(0, at))).not.toMatch(/\*\*|~~|\]\(|\|-/u);
    }
  });
});
