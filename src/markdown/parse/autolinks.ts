import type { MarkdownIt, StateInline } from 'markdown-it';

/* Bare addresses as GitHub Flavored Markdown 0.29 §6.9 reads them. Each reads its text once, whatever stands there. */

const start = /www\.|https?:\/\/|ftp:\/\//giu;
const stop = /[\s<]/u;
const host = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/iu;
/** For `http://` a host of one word will do: `http://localhost:3000`. */
const lonelyHost = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*/iu;
const trailing = /[?!.,:*_~'"]/u;
const localPart = /[a-z0-9._+-]+$/iu;
const domain = /[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/iuy;
const maxLocalPart = 256;
/** Longer than any is: what is longer is not looked at, so that no text costs more than its length. */
const maxHost = 256;
const maxAddress = 4_096;

/** Where plain text ends: at a character that may mean something, or where an address may begin. */
const textEnd =
  /[\n!#$%&*+\-:<=>@[\\\]^_`{}~]|[wW]{3}\.|[hH][tT]{2}[pP][sS]?:\/\/|[fF][tT][pP]:\/\//g;

/** Bare `www.` and `http://` addresses are read where they stand, before any mark inside them is. */
export function addAutolinks(md: MarkdownIt): void {
  md.inline.ruler.before('text', 'address', readAddress);
  md.inline.ruler.at('text', (state, silent) => {
    const { src, pos, posMax } = state;
    textEnd.lastIndex = pos;
    let found = textEnd.exec(src);
    // An address that is none after all is text.
    if (found?.index === pos && found[0].length > 1) found = textEnd.exec(src);
    const end = Math.min(found?.index ?? posMax, posMax);
    if (end === pos) return false;
    if (!silent) state.pending += src.slice(pos, end);
    state.pos = end;
    return true;
  });
}

function readAddress(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  const first = src.charCodeAt(pos) | 32;
  if (state.linkLevel > 0 || state.env['autolinks'] === false) return false;
  if (first !== 119 && first !== 104 && first !== 102) return false;
  start.lastIndex = pos;
  const scheme = start.exec(src.slice(0, pos + 8))?.[0];
  if (scheme === undefined || start.lastIndex - scheme.length !== pos) return false;
  const isWeb = scheme.toLowerCase() === 'www.';
  const before = src[pos - 1] ?? ' ';
  if (isWeb ? !/[\s*_~(]/u.test(before) : /[a-z0-9]/iu.test(before)) return false;
  const address = findEnd(
    src.slice(pos, Math.min(state.posMax, pos + maxAddress)),
    isWeb ? 0 : scheme.length,
  );
  if (address === undefined) return false;
  if (!silent) pushLink(state, address, isWeb ? `http://${address}` : address);
  state.pos += address.length;
  return true;
}

/** The address at the start of `text`, without the punctuation that belongs to the sentence. */
function findEnd(text: string, schemeLength: number): string | undefined {
  const rest = text.slice(schemeLength);
  const name = (schemeLength === 0 ? host : lonelyHost).exec(rest.slice(0, maxHost))?.[0];
  if (
    name === undefined ||
    name
      .split('.')
      .slice(-2)
      .some((part) => part.includes('_'))
  )
    return undefined;
  const end = text.slice(schemeLength + name.length).search(stop);
  return trimAddress(end < 0 ? text : text.slice(0, schemeLength + name.length + end));
}

function trimAddress(address: string): string {
  let end = address.length;
  let unclosed = 0;
  for (const char of address) unclosed += char === '(' ? 1 : char === ')' ? -1 : 0;
  for (; end > 0; end -= 1) {
    const last = address[end - 1]!;
    if (trailing.test(last)) continue;
    if (last === ')' && unclosed < 0) {
      unclosed += 1;
      continue;
    }
    const entity =
      last === ';' ? /&[a-z0-9]{1,32};$/iu.exec(address.slice(Math.max(0, end - 34), end)) : null;
    if (!entity) break;
    end -= entity[0].length - 1;
  }
  return address.slice(0, end);
}

function pushLink(state: StateInline, text: string, href: string): void {
  state.push('link_open', 'a', 1).attrs = [['href', state.md.normalizeLink(href)]];
  state.push('text', '', 0).content = text;
  state.push('link_close', 'a', -1);
}

/** A piece of text, or a mail address with where it leads. */
export interface EmailPiece {
  readonly text: string;
  readonly href?: string;
}

/** A text in pieces, its mail addresses apart. Undefined when there is none. */
export function findEmails(text: string): readonly EmailPiece[] | undefined {
  const pieces: EmailPiece[] = [];
  let done = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = localPart.exec(text.slice(Math.max(done, at - maxLocalPart), at))?.[0];
    domain.lastIndex = at + 1;
    const found = name === undefined ? null : domain.exec(text);
    if (!found || /[_-]/u.test(found[0].at(-1)!) || text[domain.lastIndex] === '@') continue;
    const scheme = /(?:mailto|xmpp):$/iu.exec(text.slice(done, at - name!.length).slice(-7))?.[0];
    const from = at - name!.length - (scheme?.length ?? 0);
    if (from > done) pieces.push({ text: text.slice(done, from) });
    done = domain.lastIndex;
    const address = text.slice(from, done);
    pieces.push({ text: address, href: scheme === undefined ? `mailto:${address}` : address });
  }
  if (done === 0) return undefined;
  if (done < text.length) pieces.push({ text: text.slice(done) });
  return pieces;
}
