import type { Clock, ConversationTransport } from '../../src/core/index.ts';
import type { FaultKind } from './faultKinds.ts';
import type { Faults } from './faults.ts';
import type { NewMessage } from './messageLog.ts';
import type { Judge } from './oracle/oracle.ts';
import type { Random } from './random.ts';
import type { RecordedMessage, SimRecord } from './record.ts';
import type { Scenario, ScheduledFault, ServerHabits } from './scenario.ts';
import type { StreamLine } from './streamLine.ts';
import type { Subject } from './subject.ts';
import type { VirtualClock } from './virtualClock.ts';
import type { VirtualServer } from './virtualNetwork.ts';
import type { World } from './world.ts';

/** One protocol: a server that speaks it and the transport under test. Everything else is shared. */
export interface Shape {
  readonly name: string;
  /** Where the reader is at home, and where they go for a while. Default: the usual two. */
  readonly conversationIds?: readonly [home: string, other: string];
  /** What cannot go wrong on this wire. */
  readonly lacks?: readonly FaultKind[];
  /** What goes wrong on this wire. Default: what goes wrong with feeds. */
  readonly faultKinds?: readonly FaultKind[];
  /** Default: scenarios of feeds. */
  createScenario?(seed: number): Scenario;
  /** Makes a fault due. Default: the ways of feeds. */
  carryOut?(world: World, fault: ScheduledFault): void;
  /** Judges what is shown. Default: the oracle of feeds. */
  createJudge?(record: SimRecord, conversationId: string): Judge;
  createServer(options: ServerOptions): ShapeServer;
  createTransport(
    subject: Subject,
    fetch: VirtualFetch,
    world: { readonly clock: Clock; readonly seed: number },
  ): ConversationTransport;
}

export type VirtualFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface ServerOptions {
  readonly clock: VirtualClock;
  readonly record: SimRecord;
  readonly faults: Faults;
  readonly random: Random;
  readonly habits: ServerHabits;
  readonly trace: (line: string) => void;
}

/** What happens on a server without the reader. */
export interface ShapeServer extends VirtualServer {
  /** Fills a conversation with messages from before the run. */
  seed(conversationId: string, count: number): void;
  create(conversationId: string, what?: NewMessage): RecordedMessage;
  edit(conversationId: string): void;
  remove(conversationId: string): void;
  /** An edit told of twice under the same id. Returns whether a reader was there to see it. */
  redeliver(conversationId: string): boolean;
  /** Nothing happens by itself any more. */
  quieten(): void;
  /** Forgets what it held in memory and cuts every feed. Returns how many were followed. */
  restart(cut: (line: StreamLine) => void): number;
}
