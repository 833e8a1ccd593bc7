import { faultKinds, type FaultKind } from './faultKinds.ts';
import type { Random } from './random.ts';
import type { Endpoint } from './record.ts';

interface ArmedFault {
  readonly kind: FaultKind;
  readonly endpoint: Endpoint | undefined;
  readonly random: Random;
  left: number;
}

export interface ArmOptions {
  /** Only requests to this endpoint are hit. */
  readonly endpoint?: Endpoint;
  readonly times?: number;
  readonly random: Random;
}

/**
 * Faults that wait for their moment. Whoever can carry one out asks for it at the very place where it
 * bites, so what is counted is what happened, not what was planned.
 */
export class Faults {
  readonly bites = new Map<FaultKind, number>(faultKinds.map((kind) => [kind, 0]));
  private armed: ArmedFault[] = [];
  private readonly onBite: (kind: FaultKind) => void;

  constructor(onBite: (kind: FaultKind) => void) {
    this.onBite = onBite;
  }

  arm(kind: FaultKind, { endpoint, times = 1, random }: ArmOptions): void {
    this.armed.push({ kind, endpoint, random, left: times });
  }

  /** The details of a fault of this kind that is due here, counted as having bitten. */
  take(kind: FaultKind, endpoint?: Endpoint): Random | undefined {
    if (this.armed.length === 0) return undefined;
    const fault = this.armed.find(
      (one) => one.kind === kind && (one.endpoint === undefined || one.endpoint === endpoint),
    );
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left === 0) this.armed = this.armed.filter((one) => one !== fault);
    this.count(kind);
    return fault.random;
  }

  count(kind: FaultKind): void {
    this.bites.set(kind, (this.bites.get(kind) ?? 0) + 1);
    this.onBite(kind);
  }

  /** The quiet period: nothing more goes wrong. */
  disarm(): void {
    this.armed = [];
  }
}
