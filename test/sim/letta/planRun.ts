import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { RecordedDelta, RecordedPart, RecordedText } from './runRecord.ts';

/** What a run is going to do, whoever listens. */
export interface RunPlan {
  readonly steps: readonly StepPlan[];
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
  const count = random.pick([0, 1, 1, 2, 2, 3, 4]);
  const steps = Array.from({ length: count }, (_, index) =>
    planStep(`${number}.${index}`, index < count - 1, random),
  );
  const failing = faults.take('error-event');
  return {
    steps,
    failsAfter: failing?.int(0, 12),
    isBareFailure: failing?.chance(0.5) ?? false,
    echoesUser: faults.take('user-echo') !== undefined,
    hasOtids: faults.take('otid-missing') === undefined,
    hasUnknown: faults.take('unknown-event') !== undefined,
    isListForm: random.chance(0.5),
  };
}

function planStep(name: string, callsTools: boolean, random: Random): StepPlan {
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
