import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { ReplyEvent } from './wire.ts';

/** What the server is going to say, whoever listens. */
export interface ReplyPlan {
  readonly events: readonly ReplyEvent[];
  /** Text by the number of its event. */
  readonly deltas: ReadonlyMap<number, string>;
  readonly text: string;
  readonly hasFailed: boolean;
  readonly hasIds: boolean;
  /** A person takes over. */
  readonly isHandOver: boolean;
}

interface PlanOptions {
  readonly number: number;
  readonly sendText: string;
  readonly mayHandOver: boolean;
  readonly faults: Faults;
  readonly random: Random;
}

const words = [
  ' ok',
  ' naïve',
  ' 今日は',
  '',
  ' 🚚',
  '\n\n',
  ' "quoted"',
  ' e\u0301',
  ' data: x',
  ' [DONE]',
];
const errorEvent = JSON.stringify({ type: 'error', message: 'Upstream model unavailable' });

/** No text, one delta, or several; with what is due to go wrong in it (PROTOCOLS §5.3, §5.7). */
export function planReply(options: PlanOptions): ReplyPlan {
  const { number, sendText, mayHandOver, faults, random } = options;
  const count = random.pick([0, 1, random.int(2, 12), random.int(2, 12), random.int(2, 12)]);
  const steps = Array.from({ length: count }, (_, index) => {
    const text = index === 0 ? `re ${number} to ${sendText}` : random.pick(words);
    return JSON.stringify({ type: 'delta', text });
  });
  const isHandOver = mayHandOver && faults.take('escalation') !== undefined;
  if (isHandOver) steps.push(JSON.stringify({ type: 'status', status: 'escalated' }));
  const failing = faults.take('error-event');
  if (failing) steps.splice(failing.int(0, steps.length), steps.length, errorEvent);
  const isUnended = failing?.chance(0.5) ?? faults.take('no-done') !== undefined;
  if (!isUnended) steps.push('[DONE]');
  const events = steps.map((data, index) => ({ turn: number, number: index + 1, data }));
  const deltas = new Map(
    events.flatMap(({ number: place, data }) => {
      const text = readDelta(data);
      return text === undefined ? [] : [[place, text] as const];
    }),
  );
  return {
    events,
    deltas,
    text: [...deltas.values()].join(''),
    hasFailed: failing !== undefined,
    hasIds: !faults.take('ids-absent'),
    isHandOver,
  };
}

function readDelta(data: string): string | undefined {
  if (data === '[DONE]') return undefined;
  const { type, text } = JSON.parse(data) as { type: string; text?: string };
  return type === 'delta' ? text : undefined;
}
