import type { VisiblePart } from '../oracle/view.ts';
import type { RecordedCall, RecordedPart, RecordedStep } from './runRecord.ts';

const marks = /‹[^›]*›/g;

/** What is wrong with the parts of a row, as far as it may be behind or have holes; `undefined`: nothing. */
export function findLie(shown: readonly VisiblePart[], step: RecordedStep): string | undefined {
  if (step.isSpoilt) return shown.map((part) => findStrange(part, step)).find(Boolean);
  for (const [index, part] of shown.entries()) {
    const real = step.parts[index];
    if (!real) return `part ${index} too many: ${describe(part)}`;
    if (!isBeginning(part, real)) return `part ${index} is ${describe(part)}, not ${real.type}`;
    const lie = real.type === 'dynamic-tool' ? findCallLie(part, real) : undefined;
    if (lie) return lie;
  }
  return undefined;
}

/** Is this everything, as history has it? `isExact`: what tools returned included. */
export function isAll(
  shown: readonly VisiblePart[],
  step: RecordedStep,
  isExact: boolean,
): boolean {
  const { kept = step.parts } = step;
  return (
    shown.length === kept.length &&
    shown.every((part, index) => {
      const real = kept[index];
      if (real?.type === 'dynamic-tool')
        return isExact
          ? hasOutput(part, real) === (real.returnedAt !== undefined)
          : isSame(part.input, real.input);
      return real?.type === part.type && part.text === real?.text;
    })
  );
}

/** How much of it arrived since the page was loaded and is not shown. */
export function findMissing(
  shown: readonly VisiblePart[],
  { parts }: RecordedStep,
  isTold: (at: number | undefined) => boolean,
): string | undefined {
  for (const part of parts) {
    if (part.type === 'dynamic-tool') {
      const own = shown.find(({ toolCallId }) => toolCallId === part.id);
      if (isTold(part.toldAt) && own && !hasOutput(own, part)) return `return of ${part.id}`;
      continue;
    }
    for (const { text, toldAt } of part.deltas) {
      if (isTold(toldAt) && !shown.some((one) => one.text?.includes(text))) return text;
    }
  }
  return undefined;
}

/** Did anything shown before go? Text only grows, and what is known of a call is not taken back. */
export function hasShrunk(before: readonly VisiblePart[], now: readonly VisiblePart[]): boolean {
  return before.some((part, index) => {
    const next = now[index];
    if (!next || next.type !== part.type) return true;
    if (part.text !== undefined) return next.text?.startsWith(part.text) !== true;
    return rank(next) < rank(part) || next.toolCallId !== part.toolCallId;
  });
}

function rank({ state = '' }: VisiblePart): number {
  if (state.startsWith('output')) return 2;
  return state === 'input-streaming' ? 0 : 1;
}

function isBeginning(part: VisiblePart, real: RecordedPart): boolean {
  if (part.type !== real.type) return false;
  if (real.type !== 'dynamic-tool') return real.text.startsWith(part.text ?? '');
  return part.toolCallId === real.id;
}

function findCallLie(part: VisiblePart, real: RecordedCall): string | undefined {
  const isAsking = part.state?.startsWith('approval') === true;
  if (isAsking && !real.needsAnswer) return `${real.id} waits for no answer`;
  if (part.state === 'approval-responded' && !real.wish) return `nobody answered ${real.id}`;
  const isWhole = part.state !== 'input-streaming';
  if (isWhole && !isSame(part.input, real.input)) return `input ${JSON.stringify(part.input)}`;
  if (part.state?.startsWith('output') && !hasOutput(part, real))
    return `${part.state} of ${real.id} is ${describe(part)}`;
  return hasOutput(part, real) && real.returnedAt === undefined ? 'output too early' : undefined;
}

/** With holes, what is there is still of this row, in order, and once. */
function findStrange(part: VisiblePart, step: RecordedStep): string | undefined {
  if (part.text === undefined) {
    const call = step.parts.find(
      (one) => one.type === 'dynamic-tool' && one.id === part.toolCallId,
    );
    const isOver = part.state?.startsWith('output') === true;
    if (!isOver || call?.type !== 'dynamic-tool' || hasOutput(part, call)) return undefined;
    return `return of ${part.toolCallId}: ${describe(part)}`;
  }
  const all = step.parts.flatMap((one) => (one.type === 'dynamic-tool' ? [] : marksOf(one.text)));
  const places = marksOf(part.text).map((mark) => all.indexOf(mark));
  const isOrdered = places.every((place, index) => place > (places[index - 1] ?? -1));
  return isOrdered ? undefined : `"${part.text}" is not in order`;
}

function marksOf(text: string): string[] {
  return text.match(marks) ?? [];
}

function hasOutput({ state, output, errorText }: VisiblePart, real: RecordedCall): boolean {
  return real.isError
    ? (state === 'output-error' || state === 'output-denied') && errorText === real.output
    : state === 'output-available' && output === real.output;
}

function isSame(input: unknown, real: string): boolean {
  if (JSON.stringify(input) === real) return true;
  // Cut off in the middle, it is no JSON, and shown as it is.
  return typeof input === 'string' && real.startsWith(input);
}

function describe({ type, text, state, output, errorText }: VisiblePart): string {
  return text === undefined
    ? `${type} ${state} ${String(output ?? errorText ?? '')}`
    : `${type} "${text}"`;
}
