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
