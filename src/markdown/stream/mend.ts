/*
 * What keeps text calm while it arrives: a mark that was opened and not closed is shown as if it were, one that
 * stands alone waits. Only what is shown is changed, and only until the next characters come.
 */

/** A list, a rule, a heading, a fence, the underline of one: the characters to come decide. */
const undecided = /^(?:[-=*_+#~`|:>\s]+|[ \t>]*(?:\d{1,9}[.)]?|[-*+][ \t]+\[[ xX]?)[ \t]*)$/u;
const delimiterRow = /^\|?[ \t]*:?-[-:| \t]*$/u;

/** Source without a last line that may become a mark of many kinds. */
export function holdBack(source: string): string {
  const start = source.lastIndexOf('\n') + 1;
  const isHeldBack = start < source.length && undecided.test(source.slice(start));
  return isHeldBack ? source.slice(0, start) : source;
}

/** The row below a table's first, when that one alone has arrived. */
export function completeTable(source: string): string | undefined {
  const [before = '', header = ''] = `\n${source.trimEnd()}`.split('\n').slice(-2);
  const row = header.trim();
  if (!row.startsWith('|') || row.length < 2 || before.trim().startsWith('|')) return undefined;
  const cells = row
    .replace(/\\./gu, '')
    .replace(/^\||\|$/gu, '')
    .split('|').length;
  return delimiterRow.test(row) ? undefined : `|${'-|'.repeat(cells)}`;
}

const unclosedAddress = /<(?=[a-z][a-z0-9+.-]*:?[^\s<>]*$)/iu;

interface Opener {
  readonly mark: string;
  readonly at: number;
}

/** Inline content, its open marks closed and its unfinished links shown as their text. */
export function mendInline(content: string): string {
  const openers: Opener[] = [];
  const brackets: number[] = [];
  let at = 0;
  while (at < content.length) {
    const char = content[at]!;
    if (char === '\\') {
      if (at === content.length - 1) return finish(content.slice(0, at), openers, brackets);
      at += 2;
    } else if (char === '`') {
      const end = skipCode(content, at);
      if (end === undefined) return finishCode(content, at, openers, brackets);
      at = end;
    } else if (char === '[') {
      brackets.push(at);
      at += 1;
    } else if (char === ']') {
      const open = brackets.pop();
      if (open === undefined || content[at + 1] !== '(') at += 1;
      else {
        const end = skipDestination(content, at + 1);
        if (end === undefined)
          return finish(dropBracket(content.slice(0, at), open), openers, brackets);
        at = end;
      }
    } else if (char === '*' || char === '_' || char === '~') {
      const { end, left } = readRun(content, at, openers);
      // Marks at the very end are half of something.
      if (end === content.length) return finish(content.slice(0, end - left), openers, brackets);
      at = end;
    } else at += 1;
  }
  return finish(content.replace(unclosedAddress, ''), openers, brackets);
}

function skipCode(content: string, at: number): number | undefined {
  const ticks = /^`+/u.exec(content.slice(at))![0];
  for (const { 0: run, index } of content.slice(at + ticks.length).matchAll(/`+/gu))
    if (run.length === ticks.length) return at + ticks.length + index + run.length;
  return undefined;
}

function finishCode(content: string, at: number, openers: Opener[], brackets: number[]): string {
  const ticks = /^`+/u.exec(content.slice(at))![0];
  const code = content
    .slice(at + ticks.length)
    .replace(/`+$/u, '')
    .trimEnd();
  const before = content.slice(0, at);
  return finish(code === '' ? before : `${before}${ticks}${code}${ticks}`, openers, brackets);
}

/** After `(…)`; undefined while it is open. */
function skipDestination(content: string, at: number): number | undefined {
  let depth = 0;
  for (let index = at; index < content.length; index += 1) {
    const char = content[index];
    if (char === '\\') index += 1;
    else if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return undefined;
}

const dropBracket = (content: string, open: number): string => {
  const from = content[open - 1] === '!' ? open - 1 : open;
  return content.slice(0, from) + content.slice(open + 1);
};

interface Run {
  readonly end: number;
  /** How many of its marks pair with nothing before them. */
  readonly left: number;
}

/** Pairs a run of marks with what is open, as far as showing needs it. */
function readRun(content: string, at: number, openers: Opener[]): Run {
  const char = content[at]!;
  let end = at;
  while (content[end] === char) end += 1;
  const before = content[at - 1] ?? ' ';
  const after = content[end] ?? ' ';
  if (char === '_' && /\w/u.test(before) && /\w/u.test(after)) return { end, left: 0 };
  let left = end - at;
  if (!/\s/u.test(before))
    while (openers.at(-1)?.mark[0] === char && openers.at(-1)!.mark.length <= left)
      left -= openers.pop()!.mark.length;
  const canOpen = !/\s/u.test(after) && (char !== '~' || left <= 2);
  for (let rest = canOpen ? left : 0; rest > 0; rest -= 2)
    openers.push({ mark: char.repeat(Math.min(2, rest)), at: end - rest });
  return { end, left };
}

function finish(content: string, openers: readonly Opener[], brackets: readonly number[]): string {
  const open = brackets.at(-1);
  const text = open === undefined || open >= content.length ? content : dropBracket(content, open);
  const body = text.trimEnd();
  const marks = openers
    .filter(({ at }) => at < body.length)
    .map(({ mark }) => mark)
    .toReversed()
    .join('');
  return marks === '' ? text : body + marks;
}
