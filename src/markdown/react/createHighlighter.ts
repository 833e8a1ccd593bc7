import type { CodeToken, Highlight } from './view.ts';

/** A node of the tree `lowlight` makes, as far as it is read here. */
export interface HighlightNode {
  readonly type: string;
  readonly value?: string;
  readonly properties?: { readonly className?: unknown };
  readonly children?: readonly HighlightNode[];
}

/** What `createLowlight(common)` gives. */
export interface Highlighter {
  registered(language: string): boolean;
  highlight(language: string, code: string): HighlightNode;
}

/**
 * Colours code with `lowlight`, loaded when the first code block is complete:
 * `createHighlighter(async () => { const { common, createLowlight } = await import('lowlight'); return createLowlight(common); })`.
 */
export function createHighlighter(load: () => Promise<Highlighter>): Highlight {
  let loading: Promise<Highlighter> | undefined;
  return async (code, language) => {
    if (language === '') return undefined;
    loading ??= load();
    const highlighter = await loading.catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    if (!highlighter.registered(language)) return undefined;
    return flatten(highlighter.highlight(language, code), undefined);
  };
}

function flatten(node: HighlightNode, kind: string | undefined): CodeToken[] {
  if (node.type === 'text') return [{ text: node.value ?? '', kind }];
  const { className } = node.properties ?? {};
  const [name = kind] = Array.isArray(className) ? (className as string[]) : [];
  return (node.children ?? []).flatMap((child) => flatten(child, name?.replace(/^hljs-/u, '')));
}
