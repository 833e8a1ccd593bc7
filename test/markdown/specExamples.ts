import { readFileSync } from 'node:fs';
import specification from 'commonmark-spec';
import MarkdownIt from 'markdown-it';

export interface Example {
  readonly section: string;
  readonly number: number;
  readonly markdown: string;
  readonly html: string;
}

const tabs = (text: string): string => text.replaceAll('→', '\t');

/** All examples of CommonMark 0.31.2, from the package its authors publish. */
export const commonMarkExamples: readonly Example[] = specification.tests.map((example) => ({
  ...example,
  markdown: tabs(example.markdown),
  html: tabs(example.html),
}));

const written = /^`{32} example ?([a-z ]*)\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$/gmu;

/** All examples of GitHub Flavored Markdown, from its `spec.txt`; `section` is the extension. Without a file: none. */
export function readGfmExamples(file: string | undefined): readonly Example[] {
  const found = (file ? readFileSync(file, 'utf8') : '').matchAll(written);
  return Array.from(found, ([, section = '', markdown = '', html = ''], index) => ({
    section,
    number: index + 1,
    markdown: tabs(markdown),
    html: tabs(html),
  }));
}

const withHtml = new MarkdownIt({ html: true });

/**
 * Why an example cannot look as the specification has it: it holds raw HTML, which is shown as text, or an image,
 * which is shown as a link. Told by a parser that allows both, so that nobody chooses what is left out.
 */
export function findExclusion({ markdown }: Example): 'raw HTML' | 'image' | undefined {
  const types = withHtml
    .parse(markdown, {})
    .flatMap(({ type, children }) => [type, ...(children ?? []).map((child) => child.type)]);
  if (types.some((type) => type.startsWith('html_'))) return 'raw HTML';
  return types.includes('image') ? 'image' : undefined;
}

/** Schemes that addresses in the specification have, and ours do not follow unasked. */
export const schemesOfExamples: readonly string[] = [
  ...new Set(
    commonMarkExamples.flatMap(({ html }) =>
      [...html.matchAll(/href="([a-z][a-z0-9+.-]*):/giu)].map(([, scheme]) => scheme!),
    ),
  ),
];
