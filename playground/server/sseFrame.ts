/** How a stream, or a part of it, is brought to an end. `stall` keeps the socket open and silent. */
export interface Ending {
  readonly how: 'close' | 'reset' | 'stall' | 'continue';
  /** `stall` only: goes on after so many ms. Without it, silent until the client leaves. */
  readonly ms?: number | undefined;
  /** `stall` only: keep-alives still go out. */
  readonly keepAlive?: boolean | undefined;
}

/** Where the bytes of a frame are torn apart. */
export type CutPlace = 'json' | 'utf8' | 'field-name' | 'crlf';

/** One block of an event stream before it is written out. */
export interface SseFrame {
  /** `open` is written once, before everything else, and is empty unless a fault puts something there. */
  readonly kind: 'open' | 'message' | 'keep-alive' | 'extra';
  /** Lines in wire order; an empty name is a comment. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Says that a turn is over, such as `[DONE]`. */
  readonly isDone?: boolean;
  /** The blank line is left out. */
  readonly isUnterminated?: boolean;
  /** Written in one piece with the frame after it. */
  readonly isJoined?: boolean;
  readonly cut?: { readonly inside: CutPlace; readonly ending: Ending };
  /** So many `x` are appended to the last line, which never ends. */
  readonly fill?: number;
  readonly ending?: Ending;
}

export type Eol = 'lf' | 'crlf' | 'cr' | 'mixed';

/** Turns frames into text. Stateful, because `mixed` goes round the line ends across frames. */
export function createFrameEncoder(eol: Eol): (frame: SseFrame) => string {
  const nextEol = createEolSource(eol);
  return (frame) => {
    if (frame.fields.length === 0) return '';
    const lines = frame.fields.map(([name, value]) => (name ? `${name}: ${value}` : `: ${value}`));
    if (frame.fill !== undefined)
      return (
        lines
          .slice(0, -1)
          .map((line) => line + nextEol(line))
          .join('') + lines.at(-1)
      );
    if (!frame.isUnterminated) lines.push('');
    return lines.map((line) => line + nextEol(line)).join('');
  };
}

function createEolSource(eol: Eol): (line: string) => string {
  if (eol !== 'mixed') {
    const end = { lf: '\n', crlf: '\r\n', cr: '\r' }[eol];
    return () => end;
  }
  const round = ['\n', '\r\n', '\r'];
  let turn = -1;
  let previous = '';
  return (line) => {
    turn = (turn + 1) % round.length;
    let end = round[turn] ?? '\n';
    // A lone LF after a CR would read as one CRLF, and the blank line would be gone.
    if (line === '' && previous === '\r' && end === '\n') end = '\r\n';
    previous = end;
    return end;
  };
}

/** The value of the first field of that name. */
export function readField(frame: SseFrame, name: string): string | undefined {
  return frame.fields.find(([field]) => field === name)?.[1];
}

/** A copy with the value of one field replaced; `undefined` leaves the line out. */
export function withField(frame: SseFrame, name: string, value: string | undefined): SseFrame {
  const fields = frame.fields.flatMap(([field, old]): [string, string][] => {
    if (field !== name) return [[field, old]];
    return value === undefined ? [] : [[field, value]];
  });
  return { ...frame, fields };
}
