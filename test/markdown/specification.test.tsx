import { renderToStaticMarkup } from 'react-dom/server';
import { Markdown, type MarkdownSettings } from 'react-conversation-stream/markdown';
import { describe, expect, it } from 'vitest';
import { gfmExamples } from './gfmExamples.ts';
import { normalizeHtml } from './normalizeHtml.ts';
import {
  commonMarkExamples,
  findExclusion,
  readGfmExamples,
  schemesOfExamples,
  type Example,
} from './specExamples.ts';

const render = (markdown: string, settings: MarkdownSettings): string =>
  normalizeHtml(renderToStaticMarkup(<Markdown {...settings}>{markdown}</Markdown>));

const included = commonMarkExamples.filter((example) => !findExclusion(example));

/** Prints what is left out, and why. Returns how many. */
function printExclusions(name: string, examples: readonly Example[]): number {
  const leftOut = ['raw HTML', 'image'].map((why) => {
    const numbers = examples.filter((example) => findExclusion(example) === why);
    console.log(`${name}, left out for ${why}: ${numbers.length}`);
    console.log(numbers.map(({ number }) => number).join(' '));
    return numbers.length;
  });
  const count = leftOut.reduce((sum, each) => sum + each, 0);
  console.log(`${name}: ${examples.length} examples, ${examples.length - count} compared.`);
  return count;
}

describe('CommonMark 0.31.2', () => {
  it('is compared example by example, but for those with raw HTML or an image', () => {
    const leftOut = printExclusions('CommonMark', commonMarkExamples);
    expect(commonMarkExamples).toHaveLength(652);
    expect(included.length + leftOut).toBe(652);
    expect(included.length).toBeGreaterThan(540);
  });

  it.each(included)('$number, $section: $markdown', ({ markdown, html }) => {
    const settings = { autolinks: false, linkSchemes: schemesOfExamples };
    expect(render(markdown, settings)).toBe(normalizeHtml(html));
  });
});

/* No package publishes the text of that specification (`test/spec.txt` of github/cmark-gfm): whoever has it names it. */
const gfmSpecification = readGfmExamples(process.env['GFM_SPEC']);
const includedOfGfm = gfmSpecification.filter((example) => !findExclusion(example));

describe('GitHub Flavored Markdown 0.29', () => {
  const linkSchemes = [...schemesOfExamples, 'http', 'https', 'ftp', 'mailto', 'xmpp'];

  it.each(gfmExamples)('%s', (_section, markdown, html) => {
    expect(render(markdown, { linkSchemes })).toBe(normalizeHtml(html));
  });

  it('is compared by its own text, where that is, but for raw HTML and images', () => {
    const leftOut = printExclusions('GFM', gfmSpecification);
    expect(includedOfGfm.length + leftOut).toBe(gfmSpecification.length);
  });

  it.each(includedOfGfm)('$number $section: $markdown', ({ section, markdown, html }) => {
    // The others are CommonMark's: there a bare address is none.
    const autolinks = section !== '';
    expect(render(markdown, { autolinks, linkSchemes })).toBe(normalizeHtml(html));
  });
});
