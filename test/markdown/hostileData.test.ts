import {
  createMarkdownParser,
  markdownToHtml,
  markdownToText,
  parseMarkdown,
  type MarkdownNode,
} from 'react-conversation-stream/markdown';
import { describe, expect, it } from 'vitest';

const readText = (node: MarkdownNode): string =>
  typeof node === 'string' ? node : node.children.map(readText).join('');
const read = (text: string): string => parseMarkdown(text).map(readText).join('\n');

describe('unusual texts render as they are', () => {
  it.each([
    '__proto__'.replaceAll('_', '\\_'),
    'constructor, toString, hasOwnProperty',
    'a \ud800 b',
    '\udfff',
    '\ud83d\udc69\u200d\ud83d\udcbb',
    '\u202eabc\u202c',
    '9007199254740993',
    '\ufeffbom',
    'a\u00a0b\u2028c',
    'ﷺ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 خط',
    '<script>alert(1)</script>',
    '<b>not bold</b> &amp'.replace('&amp', '&'),
  ])('%j', (text) => {
    expect(read(text)).toBe(text.replaceAll('\\', ''));
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'the label %s is a label like any other',
    (label) => {
      expect(markdownToHtml(`[x][${label}] [${label}]`)).not.toContain('<a');
      expect(markdownToHtml(`[x][${label}]\n\n[${label}]: /there`)).toContain('href="/there"');
      expect(({} as Record<string, unknown>)['href']).toBeUndefined();
    },
  );

  it.each(['__proto__', 'constructor', '" onclick="alert(1)', '<script>'])(
    'the language %s is a name',
    (language) => {
      const [node] = parseMarkdown(`\`\`\`${language}\ncode\n\`\`\``);
      expect(node).toMatchObject({ tag: 'pre', isClosed: true });
      expect(readText(node!)).toBe('code\n');
    },
  );

  it('NUL becomes U+FFFD, as CommonMark wants it', () => {
    expect(read('a\0b')).toBe('a\ufffdb');
  });

  it('line ends of all kinds, cut anywhere', () => {
    const text = '- a\r\n- b\r\rc\r\n\r\n```\r\nd\r\n```';
    const parser = createMarkdownParser();
    for (let at = 1; at < text.length; at += 1) parser.read(text.slice(0, at), true);
    const shown = parser
      .read(text)
      .portions.flat()
      .map(({ node }) => node);
    expect(shown).toEqual(parseMarkdown(text));
  });
});

describe('text for speech', () => {
  it('has no marks, no addresses, and says what code is', () => {
    const text =
      '# Title\n\nSome **bold** [link](https://a.example/long?path).\n\n- one\n- two\n\n```ts\nconst a = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![a cat](https://a.example/c.png)\n';
    expect(markdownToText(text)).toBe(
      'Title.\nSome bold link.\none.\ntwo.\nts code.\na, b.\n1, 2.\na cat.',
    );
  });

  it('names code as asked', () => {
    const describeCode = (code: string): string => `${code.split('\n').length - 1} lines of code`;
    expect(markdownToText('```\na\nb\n```', { describeCode })).toBe('2 lines of code.');
  });
});
