import type { ConversationError } from '../core/index.ts';
import {
  createFaultError,
  type RandomFaults,
  type ScriptedFault,
  type ScriptedRequestKind,
} from './scriptedFault.ts';

/** A fault that waits for what it hits. */
export type QueuedFault = Extract<
  ScriptedFault,
  { kind: 'refuse' | 'delay' | 'lose-answer' | 'duplicate' | 'garble' }
>;

export type DeliveryFault = 'duplicate' | 'garble' | 'drop' | 'half-open';

/** Which request or event is hit, by order or by chance. */
export interface Faults {
  queue(fault: QueuedFault): void;
  clear(): void;
  /** What happens to a request of this kind. */
  takeForRequest(kind: ScriptedRequestKind): {
    delay: number;
    error: ConversationError | undefined;
  };
  takeLostAnswer(): boolean;
  takeForDelivery(): DeliveryFault | undefined;
}

const deliveryFaults = ['duplicate', 'garble', 'drop', 'half-open'] as const;

export function createFaults(getRates: () => RandomFaults, random: () => number): Faults {
  const queued: { readonly fault: QueuedFault; times: number }[] = [];
  const take = <T extends QueuedFault>(
    matches: (fault: QueuedFault) => fault is T,
  ): T | undefined => {
    const index = queued.findIndex(({ fault }) => matches(fault));
    const found = queued[index];
    if (!found) return undefined;
    found.times -= 1;
    if (found.times <= 0) queued.splice(index, 1);
    return found.fault as T;
  };
  const takeKind = <K extends QueuedFault['kind']>(
    kind: K,
    request?: ScriptedRequestKind,
  ): Extract<QueuedFault, { kind: K }> | undefined =>
    take((fault): fault is Extract<QueuedFault, { kind: K }> => {
      const wanted = 'request' in fault ? fault.request : undefined;
      return fault.kind === kind && (wanted === undefined || wanted === request);
    });
  const happens = (kind: keyof RandomFaults): boolean => {
    const rate = getRates()[kind] ?? 0;
    return rate > 0 && random() < rate;
  };
  return {
    queue: (fault) => void queued.push({ fault, times: fault.times ?? 1 }),
    clear: () => void queued.splice(0),
    takeForRequest(kind) {
      const delay = takeKind('delay', kind)?.delay ?? 0;
      const refusal = takeKind('refuse', kind);
      if (refusal) return { delay, error: createFaultError(refusal.error ?? 'server_error') };
      return { delay, error: happens('refuse') ? createFaultError('server_error') : undefined };
    },
    takeLostAnswer: () => takeKind('lose-answer') !== undefined || happens('lose-answer'),
    takeForDelivery() {
      if (takeKind('duplicate')) return 'duplicate';
      if (takeKind('garble')) return 'garble';
      return deliveryFaults.find(happens);
    },
  };
}
