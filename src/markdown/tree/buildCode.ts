import type { Token } from 'markdown-it';
import type { Definitions } from '../parse/definitions.ts';
import { tokenizeInline } from '../parse/tokenizer.ts';
import { portionSize } from './createPortions.ts';
import type { MarkdownElement } from './markdownNode.ts';

/** A code block. Its fence is closed when it has more lines than its content and the one that opens it. */
export function buildCode(token: Token): MarkdownElement {
  const language = token.info.trim().split(/\s+/u)[0] ?? '';
  const lines = token.content.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const [from = 0, to = 0] = token.map ?? [];
  const name = unescapeInfo(language);
  return {
    tag: 'pre',
    ...(name === '' ? {} : { attributes: { 'data-language': name } }),
    isClosed: token.type === 'code_block' || to - from - 1 > lines.length,
    children: [
      {
        tag: 'code',
        ...(name === '' ? {} : { attributes: { className: `language-${name}` } }),
        children: createLinePortions(lines),
      },
    ],
  };
}

/** Escapes and entities of an info string, read as the text it is. */
function unescapeInfo(info: string): string {
  if (!/[\\&]/u.test(info)) return info;
  return tokenizeInline(info, Object.create(null) as Definitions, false)
    .map(({ content, markup }) => (content === '' ? markup : content))
    .join('');
}

/** Code in runs of 32 lines, so that a growing block rewrites its last run alone. */
function createLinePortions(lines: readonly string[]): string[] {
  const runs: string[] = [];
  for (let at = 0; at < lines.length; at += portionSize)
    runs.push(
      lines
        .slice(at, at + portionSize)
        .map((line) => `${line}\n`)
        .join(''),
    );
  return runs;
}
