'use client';
import { createElement, type ReactElement, type ReactNode } from 'react';
import { readText } from '../text/markdownToText.ts';
import type { MarkdownElement } from '../tree/markdownNode.ts';
import { useHighlighted } from './useHighlighted.ts';
import type { CodeToken, MarkdownView } from './view.ts';

export interface CodeBlockProps {
  readonly node: MarkdownElement;
  readonly view: MarkdownView;
}

/** A code block, as it is; coloured once it is complete, when there is something to colour it with. */
export function CodeBlock({ node, view }: CodeBlockProps): ReactElement {
  const language = String(node.attributes?.['data-language'] ?? '');
  const code = node.children[0] as MarkdownElement;
  const { components, labels, highlight } = view;
  const props = {
    ...node.attributes,
    dir: 'ltr',
    role: 'region',
    tabIndex: 0,
    'aria-label': labels.code(language),
  };
  const inner =
    highlight && node.isClosed === true ? (
      <Highlighted code={code} language={language} view={view} highlight={highlight} />
    ) : (
      renderCode(code, view, code.children as readonly string[])
    );
  return createElement(components.pre ?? 'pre', props, inner);
}

interface HighlightedProps {
  readonly code: MarkdownElement;
  readonly language: string;
  readonly view: MarkdownView;
  readonly highlight: NonNullable<MarkdownView['highlight']>;
}

function Highlighted({ code, language, view, highlight }: HighlightedProps): ReactElement {
  const tokens = useHighlighted(highlight, readText(code), language);
  const children = tokens ? tokens.map(renderToken) : (code.children as readonly string[]);
  return renderCode(code, view, children);
}

function renderCode(
  { attributes }: MarkdownElement,
  { components }: MarkdownView,
  children: readonly ReactNode[],
): ReactElement {
  return createElement(components.code ?? 'code', attributes ?? null, ...children);
}

const renderToken = ({ text, kind }: CodeToken): ReactNode =>
  kind === undefined ? text : <span data-token={kind}>{text}</span>;
