import { renderToStaticMarkup } from 'react-dom/server';
import { Markdown, type MarkdownSettings } from 'react-conversation-stream/markdown';
import { describe, expect, it } from 'vitest';
import { gfmExamples } from './gfmExamples.ts';
import { normalizeHtml } from './normalizeHtml.ts';
import { commonMarkExamples, findExclusion, schemesOfExamples } from './specExamples.ts';

const render = (markdown: string, settings: MarkdownSettings): string =>
  normalizeHtml(renderToStaticMarkup(<Markdown {...settings}>{markdown}</Markdown>));

const included = commonMarkExamples.filter((example) => !findExclusion(example));

describe('CommonMark 0.31.2', () => {
  it('is compared example by example, but for those with raw HTML or an image', () => {
    const count = (why: string): number[] =>
      commonMarkExamples
        .filter((example) => findExclusion(example) === why)
        .map(({ number }) => number);
    const [html, image] = [count('raw HTML'), count('image')];
    console.log(`CommonMark: ${commonMarkExamples.length} examples, ${included.length} compared.`);
    console.log(`Left out for raw HTML, ${html.length}: ${html.join(' ')}`);
    console.log(`Left out for an image, ${image.length}: ${image.join(' ')}`);
    expect(commonMarkExamples).toHaveLength(652);
    expect(included.length + html.length + image.length).toBe(652);
    expect(included.length).toBeGreaterThan(540);
  });

  it.each(included)('$number, $section: $markdown', ({ markdown, html }) => {
    const settings = { autolinks: false, linkSchemes: schemesOfExamples };
    expect(render(markdown, settings)).toBe(normalizeHtml(html));
  });
});

describe('GitHub Flavored Markdown', () => {
  it.each(gfmExamples)('%s', (_section, markdown, html) => {
    const settings = { linkSchemes: ['http', 'https', 'ftp', 'mailto', 'xmpp'] };
    expect(render(markdown, settings)).toBe(normalizeHtml(html));
  });
});
