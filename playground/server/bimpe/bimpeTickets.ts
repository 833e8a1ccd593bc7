import { maskSecret } from '../requestLog.ts';
import type { SeededRandom } from '../seededRandom.ts';
import type { VirtualClock } from '../virtualClock.ts';
import type { TicketRecord } from './bimpeTypes.ts';

/** Why a ticket does not open a stream. */
export type TicketProblem = 'missing' | 'unknown' | 'used' | 'expired' | 'foreign';

/** Single-use tickets, each for one conversation of one agent (PROTOCOLS §3.4). */
export interface BimpeTickets {
  issue(place: TicketPlace, ttl: number): string;
  /** Uses a ticket up. `undefined`: it was good. */
  redeem(ticket: string | null, place: TicketPlace): TicketProblem | undefined;
  all(): readonly TicketRecord[];
  clear(): void;
}

export interface TicketPlace {
  readonly agentId: string;
  readonly conversationId: string;
}

export function createBimpeTickets(clock: VirtualClock, random: SeededRandom): BimpeTickets {
  const held = new Map<string, TicketRecord>();
  return {
    issue(place, ttl) {
      const ticket = random.secret(43);
      const issuedAt = clock.now();
      held.set(ticket, {
        ticket: maskSecret(ticket),
        agentId: place.agentId,
        conversationId: place.conversationId,
        issuedAt,
        expiresAt: issuedAt + ttl,
      });
      return ticket;
    },
    redeem(ticket, place) {
      if (!ticket) return 'missing';
      const record = held.get(ticket);
      if (!record) return 'unknown';
      if (record.usedAt !== undefined) return 'used';
      if (clock.now() >= record.expiresAt) return 'expired';
      const isHere =
        record.agentId === place.agentId && record.conversationId === place.conversationId;
      if (!isHere) return 'foreign';
      held.set(ticket, { ...record, usedAt: clock.now() });
      return undefined;
    },
    all: () => [...held.values()],
    clear: () => held.clear(),
  };
}
