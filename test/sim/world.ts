import type { ConversationClient, HistorySource } from '../../src/core/index.ts';
import { Faults } from './faults.ts';
import { Oracle, type Judge } from './oracle/oracle.ts';
import { Page } from './page.ts';
import { createRandom, type Random } from './random.ts';
import { Reader } from './reader.ts';
import { createRecord, type SimRecord } from './record.ts';
import type { Scenario } from './scenario.ts';
import { Session } from './session.ts';
import type { Shape, ShapeServer } from './shape.ts';
import type { Subject } from './subject.ts';
import { VirtualClock } from './virtualClock.ts';
import { VirtualNetwork } from './virtualNetwork.ts';

const usualIds = ['cv_a', 'cv_b'] as const;
const epoch = Date.UTC(2026, 4, 2, 10, 0, 0);

/** Everything one run is made of. */
export interface World {
  readonly scenario: Scenario;
  readonly conversationIds: readonly [home: string, other: string];
  readonly random: Random;
  readonly clock: VirtualClock;
  readonly record: SimRecord;
  readonly faults: Faults;
  readonly network: VirtualNetwork;
  readonly server: ShapeServer;
  readonly page: Page;
  readonly session: Session;
  readonly reader: Reader;
  /** One for each conversation. */
  readonly oracles: ReadonlyMap<string, Judge>;
  readonly trace: (line: string) => void;
}

export interface WorldOptions {
  readonly scenario: Scenario;
  readonly shape: Shape;
  readonly subject: Subject;
  readonly trace: (line: string) => void;
}

export function createWorld(options: WorldOptions): World {
  const { scenario, shape, trace } = options;
  const { conversationIds = usualIds } = shape;
  const random = createRandom(scenario.seed);
  const clock = new VirtualClock(epoch);
  const record = createRecord();
  const faults = new Faults((kind) => trace(`${clock.now()} fault: ${kind}`));
  const basics = { clock, record, faults, trace };
  const server = shape.createServer({
    ...basics,
    random: random.fork('server'),
    habits: scenario.server,
  });
  const network = new VirtualNetwork(
    { ...basics, random: random.fork('network'), habits: scenario.network },
    server,
  );
  const page = new Page(clock, (reason) => noteWake(record, conversationIds, clock.now(), reason));
  server.seed(conversationIds[0], scenario.historyLength);
  server.seed(conversationIds[1], scenario.otherHistoryLength);
  const judge = (id: string): Judge => shape.createJudge?.(record, id) ?? new Oracle(record, id);
  const oracles = new Map(conversationIds.map((id) => [id, judge(id)] as const));
  const session = openSession(options, random.fork('client'), { clock, network, page, oracles });
  const reader = new Reader(conversationIds[0], { session, clock, record, trace });
  return {
    scenario,
    conversationIds,
    random,
    ...basics,
    network,
    server,
    page,
    session,
    reader,
    oracles,
  };
}

function openSession(
  { scenario, shape, subject, trace }: WorldOptions,
  random: Random,
  { clock, network, page, oracles }: Pick<World, 'clock' | 'network' | 'page' | 'oracles'>,
): Session {
  const createClient = (history: HistorySource): ConversationClient =>
    subject.core.createConversationClient({
      transport: shape.createTransport(subject, network.fetch, {
        clock: clock.client,
        seed: scenario.seed,
      }),
      environment: page.createEnvironment(),
      clock: clock.client,
      random: random.next,
      pageSize: scenario.pageSize,
      maxMessages: scenario.maxMessages,
      history,
    });
  return new Session({ core: subject.core, clock, createClient, oracles, trace });
}

/** What the machine tells the page is a reason to try again at once. */
function noteWake(
  record: SimRecord,
  conversationIds: readonly string[],
  at: number,
  reason: string,
): void {
  if (reason === 'offline') return;
  for (const conversationId of conversationIds) {
    record.causes.push({ at, conversationId, kind: 'wake' });
  }
}
