import type { StateBlock, Token } from 'markdown-it';
import { addAutolinks } from './autolinks.ts';
import type { Definition, Definitions } from './definitions.ts';
import { maxLeafLength, maxNesting, maxTableColumns } from './limits.ts';
import { MarkdownIt } from './markdownIt.ts';
import { addStrikethrough } from './strikethrough.ts';

/*
 * markdown-it 15: all examples of CommonMark 0.31.2, and no input known to hang it. Its block and inline stages
 * are used on their own; its renderer, which makes HTML, never is. Addresses are judged when the tree is built:
 * what is a link to the grammar must not depend on what is followed.
 */
const md = new MarkdownIt({ html: false, maxNesting });
md.validateLink = () => true;
md.normalizeLink = (address) => md.utils.lib.mdurl.encode(address);
md.normalizeLinkText = (text) => text;
md.block.ruler.before('table', 'tooDeep', keepAsWritten, {
  alt: ['paragraph', 'reference', 'blockquote', 'list'],
});
limitTables();
addStrikethrough(md);
addAutolinks(md);

/** `\r\n` to `\n`, and NUL to U+FFFD (CommonMark §2.3). */
const normalize = (source: string): string =>
  /[\r\0]/u.test(source) ? source.replace(/\r\n?/gu, '\n').replaceAll('\0', '\ufffd') : source;

/** Blocks in their order, inline content unread. Definitions found are added to `references`. */
export function tokenizeBlocks(source: string, references: Definitions): Token[] {
  const tokens: Token[] = [];
  md.block.parse(normalize(source), md, createEnv(references), tokens);
  return tokens;
}

/** Inline content of one paragraph, heading or cell. */
export function tokenizeInline(
  content: string,
  references: Definitions,
  autolinks: boolean,
): Token[] {
  const tokens: Token[] = [];
  if (content.length > maxLeafLength) return tokens;
  md.inline.parse(content, md, { ...createEnv(references), autolinks }, tokens);
  return tokens;
}

/** markdown-it tests each label before it uses it, but types them as always defined. */
const createEnv = (references: Definitions): { references: Record<string, Definition> } => ({
  references: references as Record<string, Definition>,
});

/** At the deepest level lines are kept as they are, where markdown-it would drop them. */
function keepAsWritten(state: StateBlock, line: number, endLine: number, silent: boolean): boolean {
  // A list and its item are two levels: one more would be the first that markdown-it drops.
  if (silent || state.level < maxNesting - 2) return false;
  let end = line + 1;
  while (end < endLine && (state.isEmpty(end) || state.sCount[end]! >= state.blkIndent)) end += 1;
  const token = state.push('plain', '', 0);
  token.map = [line, end];
  token.content = state.getLines(line, end, state.blkIndent, false);
  state.line = end;
  return true;
}

/** A table of more columns than anyone reads stays text: each of its rows would be filled up to that number. */
function limitTables(): void {
  const rules = md.block.ruler.getRules('');
  const table = rules[1]!;
  md.block.ruler.at(
    'table',
    (state, line, endLine, silent) => {
      const from = state.bMarks[line + 1] ?? 0;
      const delimiters = state.src.slice(from, state.eMarks[line + 1] ?? from);
      if (delimiters.length > maxTableColumns && delimiters.split('|').length > maxTableColumns)
        return false;
      return table(state, line, endLine, silent);
    },
    { alt: ['paragraph', 'reference'] },
  );
}
