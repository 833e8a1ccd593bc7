import type { Connection, Continuity } from '../model/conversationState.ts';
import type { Holes } from '../transcript/holes.ts';

export interface ContinuityFacts {
  readonly isFollowing: boolean;
  readonly connection: Connection;
  readonly isPending: boolean;
  readonly hasBeenLive: boolean;
  readonly holes: Holes;
}

/** What is known about completeness now. */
export function readContinuity(facts: ContinuityFacts): Continuity {
  const { status } = facts.connection;
  if (!facts.isFollowing || status === 'closed' || status === 'unauthorized') return 'paused';
  if (facts.isPending) return 'joining';
  if (facts.holes.areClosed) return 'live';
  if (facts.holes.areGivenUp) return 'gap';
  return facts.hasBeenLive ? 'reconciling' : 'joining';
}
