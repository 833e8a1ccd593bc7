import { renderToStaticMarkup, renderToString } from 'react-dom/server';
import { createMarkdownParser, Markdown, markdownToHtml } from 'react-conversation-stream/markdown';
import { describe, expect, it } from 'vitest';
import { findForeign } from './findForeign.ts';
import { hostileTexts, payloads } from './payloads.ts';

function parse(html: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content;
}

const foreignIn = (html: string): string[] => findForeign(parse(html));

/** Some at a time: a DOM made in JavaScript is slow with large documents. */
function foreignInAll(texts: readonly string[], render: (text: string) => string): string[] {
  const found: string[] = [];
  for (let at = 0; at < texts.length; at += 50)
    found.push(
      ...foreignIn(
        texts
          .slice(at, at + 50)
          .map(render)
          .join('\n'),
      ),
    );
  return found;
}

describe('hostile texts, rendered on a server', () => {
  it('are as many as promised', () => {
    console.log(`${payloads.length} payloads, ${hostileTexts.length} texts`);
    expect(payloads.length).toBeGreaterThanOrEqual(500);
  });

  it('make nothing that is not on the published list', () => {
    const render = (text: string): string => renderToStaticMarkup(<Markdown>{text}</Markdown>);
    expect(foreignInAll(hostileTexts, render)).toEqual([]);
    for (const text of hostileTexts) expect(render(text)).not.toMatch(/<img|<link/u);
  }, 120_000);

  it('announce no resource to the browser', () => {
    const text = '![a](https://evil.example/a.png)\n\n<img src="https://evil.example/b.png">';
    const allowed = (
      <Markdown imageOrigins={['https://good.example']}>
        {`${text} ![c](https://good.example/c.png)`}
      </Markdown>
    );
    expect(renderToString(<Markdown>{text}</Markdown>)).not.toMatch(/<link|<img/u);
    expect(renderToString(allowed).match(/<(?:link|img)[^>]*>/gu)).toEqual([
      expect.stringContaining('src="https://good.example/c.png"'),
    ]);
  });

  it('stay harmless at every length they have while arriving', () => {
    const found = payloads.flatMap((payload) => {
      const parser = createMarkdownParser();
      const step = Math.max(1, Math.ceil(payload.length / 12));
      const prefixes: string[] = [];
      for (let at = step; at < payload.length; at += step) prefixes.push(payload.slice(0, at));
      return prefixes.flatMap((prefix) => {
        parser.read(prefix, true);
        return foreignIn(renderToStaticMarkup(<Markdown isStreaming>{prefix}</Markdown>));
      });
    });
    expect(found).toEqual([]);
  }, 60_000);

  it('are clean on the clipboard, too', () => {
    const found = foreignInAll(hostileTexts, (text) => markdownToHtml(text));
    expect(found.filter((name) => !/^<t[dh] align>$/u.test(name))).toEqual([]);
  }, 120_000);

  it('would not pass if their HTML were taken as it is', () => {
    expect(foreignIn(payloads.join('\n')).length).toBeGreaterThan(100);
  });
});

describe('addresses', () => {
  const hrefs = (text: string, settings = {}): (string | null)[] =>
    [
      ...parse(renderToStaticMarkup(<Markdown {...settings}>{text}</Markdown>)).querySelectorAll(
        'a',
      ),
    ].map((link) => link.getAttribute('href'));

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#09;script:alert(1)',
    'java&NewLine;script:alert(1)',
    '&#1;javascript:alert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    'about:blank',
  ])('%s is no link', (address) => {
    const html = renderToStaticMarkup(<Markdown>{`[a](<${address}>) <${address}>`}</Markdown>);
    expect(foreignIn(html)).toEqual([]);
  });

  it.each([
    'https://a.example',
    'http://a.example',
    'mailto:a@b.example',
    'tel:+123',
    '/here',
    '#there',
    '?q=1',
  ])('%s is one', (address) => expect(hrefs(`[a](${address})`)).toEqual([address]));

  it('follow other schemes when allowed', () => {
    expect(hrefs('[a](sip:a@b.example)', { linkSchemes: ['sip'] })).toEqual(['sip:a@b.example']);
    expect(hrefs('[a](https://a.example)', { linkSchemes: ['sip'] })).toEqual([]);
  });

  it('tell the page they lead to nothing, and hand it no window', () => {
    const html = renderToStaticMarkup(<Markdown>[a](https://a.example)</Markdown>);
    expect(html).toContain('rel="noopener noreferrer nofollow" target="_blank"');
  });

  it('of images are links unless their origin is allowed', () => {
    const text =
      '![cat](https://a.example/cat.png) ![dog](https://a.example.evil.example/dog.png) ![own](/own.png)';
    const images = (settings: object): (string | null)[] =>
      [
        ...parse(renderToStaticMarkup(<Markdown {...settings}>{text}</Markdown>)).querySelectorAll(
          'img',
        ),
      ].map((image) => image.getAttribute('src'));
    expect(images({})).toEqual([]);
    expect(hrefs(text)).toHaveLength(3);
    expect(images({ imageOrigins: ['https://a.example'] })).toEqual(['https://a.example/cat.png']);
    expect(images({ imageOrigins: ['self'] })).toEqual(['/own.png']);
  });
});
