import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { RecordedCall, RecordedDelta, RecordedPart, RecordedText } from './runRecord.ts';
import type { RowHead } from './wire.ts';

/** What a run is going to do, whoever listens. */
export interface RunPlan {
  readonly steps: readonly StepPlan[];
  /** What follows when the calls of the last step are answered. */
  readonly rest?: readonly StepPlan[];
  /** It begins with what these calls returned. */
  readonly answered?: { readonly calls: readonly RecordedCall[]; readonly head: RowHead };
  /** It is none: a message while an answer is waited for is refused in-band. */
  readonly isRefused?: boolean;
  /** The run fails after so many chunks. */
  readonly failsAfter: number | undefined;
  /** Which of the legal endings a failure has (PROTOCOLS §6.5). */
  readonly isBareFailure: boolean;
  readonly echoesUser: boolean;
  readonly hasOtids: boolean;
  /** A chunk of a kind nobody knows comes somewhere. */
  readonly hasUnknown: boolean;
  /** `content` as text or as parts, `tool_calls` as a list or a single one. */
  readonly isListForm: boolean;
}

export interface StepPlan {
  readonly parts: readonly RecordedPart[];
  /** How long the tools take, ms. */
  readonly toolTime: number;
}

const words = [
  'ok',
  'naïve',
  '今日は',
  '🚚',
  '\n\n',
  '"quoted"',
  'e\u0301',
  'data: x',
  '[DONE]',
  '',
];

/** One step or several; all but the last call tools. Sometimes nothing at all. */
export function planRun(number: number, faults: Faults, random: Random): RunPlan {
  const isAsking = faults.take('approval') !== undefined;
  const count = isAsking ? random.int(2, 4) : random.pick([0, 1, 1, 2, 2, 3, 4]);
  const steps = Array.from({ length: count }, (_, index) =>
    planStep(`${number}.${index}`, index < count - 1, random, isAsking && index === 0),
  );
  const failing = faults.take('error-event');
  return {
    steps: isAsking ? steps.slice(0, 1) : steps,
    ...(isAsking && { rest: steps.slice(1) }),
    failsAfter: failing?.int(0, 12),
    isBareFailure: failing?.chance(0.5) ?? false,
    echoesUser: faults.take('user-echo') !== undefined,
    hasOtids: faults.take('otid-missing') === undefined,
    hasUnknown: faults.take('unknown-event') !== undefined,
    isListForm: random.chance(0.5),
  };
}

/** What follows an answer, as the run that asked was going to say it. */
export function planAnswered(steps: readonly StepPlan[], answered: RunPlan['answered']): RunPlan {
  return {
    steps,
    ...(answered && { answered }),
    failsAfter: undefined,
    isBareFailure: false,
    echoesUser: false,
    hasOtids: true,
    hasUnknown: false,
    isListForm: false,
  };
}

function planStep(
  name: string,
  callsTools: boolean,
  random: Random,
  needsAnswer: boolean,
): StepPlan {
  const parts: RecordedPart[] = [];
  if (random.chance(0.5)) parts.push(planText(`r${name}`, 'reasoning', random));
  if (!callsTools || random.chance(0.4)) parts.push(planText(`t${name}`, 'text', random));
  const calls = callsTools ? random.pick([1, 1, 2]) : 0;
  for (let index = 0; index < calls; index += 1) {
    const place = `${name}.${index}`;
    parts.push({
      type: 'dynamic-tool',
      id: `call_${place}`,
      name: `tool ${place}`,
      input: JSON.stringify({ of: place, city: random.pick(words) }),
      isError: random.chance(0.2),
      output: `return of ${place}`,
      ...(needsAnswer && { needsAnswer }),
    });
  }
  return {
    parts,
    toolTime: random.pick([
      0,
      random.int(10, 900),
      random.int(500, 5_000),
      random.int(5, 30) * 1e3,
    ]),
  };
}

/** Every delta says which one it is: said twice, or out of its place, it shows. */
function planText(name: string, type: RecordedText['type'], random: Random): RecordedText {
  const deltas: RecordedDelta[] = [];
  let text = '';
  for (let left = random.pick([1, random.int(2, 7)]); left > 0; left -= 1) {
    const delta = ` ${random.pick(words)}‹${name}.${deltas.length}›`;
    text += delta;
    deltas.push({ text: delta, length: text.length });
  }
  return { type, text, deltas };
}
