import type { Delimiter, MarkdownIt, StateInline } from 'markdown-it';

const tilde = 126;
/** Runs of one tilde pair with runs of one, runs of two with two: to markdown-it they are two marks. */
const singleTilde = 0x10_00_7e;

/** `~one~` and `~~two~~`, as GFM reads them; markdown-it knows two alone. */
export function addStrikethrough(md: MarkdownIt): void {
  md.inline.ruler.at('strikethrough', readTildes);
  md.inline.ruler2.at('strikethrough', (state) => {
    markPairs(state, state.delimiters);
    for (const meta of state.tokens_meta) if (meta?.delimiters) markPairs(state, meta.delimiters);
  });
}

function readTildes(state: StateInline, silent: boolean): boolean {
  if (silent || state.src.charCodeAt(state.pos) !== tilde) return false;
  const { length, can_open: open, can_close: close } = state.scanDelims(state.pos, true);
  state.push('text', '', 0).content = '~'.repeat(length);
  if (length <= 2) {
    const marker = length === 2 ? tilde : singleTilde;
    state.delimiters.push({
      marker,
      length: 0,
      token: state.tokens.length - 1,
      end: -1,
      open,
      close,
    });
  }
  state.pos += length;
  return true;
}

function markPairs(state: StateInline, delimiters: readonly Delimiter[]): void {
  for (const { marker, end, token } of delimiters) {
    if (end < 0 || (marker !== tilde && marker !== singleTilde)) continue;
    change(state, token, 's_open', 1);
    change(state, delimiters[end]!.token, 's_close', -1);
  }
}

function change(state: StateInline, index: number, type: string, nesting: -1 | 1): void {
  const token = state.tokens[index]!;
  Object.assign(token, { type, nesting, tag: 'del', markup: token.content, content: '' });
}
