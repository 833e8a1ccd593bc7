import {
  createConversationClient,
  type ConversationClient,
  type ConversationClientOptions,
} from 'react-conversation-stream';
import {
  createScriptedTransport,
  createTestEnvironment,
  type ScriptedConditions,
  type ScriptedMessage,
  type ScriptedTransport,
  type ScriptedTransportOptions,
  type TestEnvironment,
} from 'react-conversation-stream/testing';
import { createStageClock, type StageClock } from './createStageClock.ts';
import { concierge } from './dialogue.ts';

/** What a story is played on. */
export interface StageOptions extends Omit<ScriptedTransportOptions, 'conversations' | 'clock'> {
  /** What was said before, oldest first. */
  readonly messages?: readonly ScriptedMessage[];
  readonly client?: Partial<ConversationClientOptions>;
  /** Goes wrong before anybody connects. */
  readonly prepare?: (stage: Stage) => void;
}

/** A scripted backend with its client: what a story's play function directs. */
export interface Stage {
  readonly id: string;
  readonly transport: ScriptedTransport;
  readonly client: ConversationClient;
  readonly environment: TestEnvironment;
  /** The client's. */
  readonly clock: StageClock;
  setNetwork(network: Network): void;
  dispose(): void;
}

export type Network = 'online' | 'slow' | 'flaky' | 'offline';

let count = 0;

export function createStage({
  messages = [],
  client: given,
  prepare,
  ...options
}: StageOptions): Stage {
  const id = 'story';
  const transport = createScriptedTransport({
    agent: concierge,
    // A draft of one story is not one of the next.
    scope: `story ${performance.timeOrigin} ${(count += 1)}`,
    ...options,
    conversations: { [id]: messages },
  });
  const environment = createTestEnvironment();
  const clock = createStageClock();
  const client = createConversationClient({ transport, environment, clock, ...given });
  const stage: Stage = {
    id,
    transport,
    client,
    environment,
    clock,
    setNetwork(network) {
      transport.configure(readConditions(network, options));
      const isOnline = network !== 'offline';
      if (environment.isOnline() !== isOnline) environment.setOnline(isOnline);
    },
    dispose() {
      client.dispose();
      transport.dispose();
    },
  };
  prepare?.(stage);
  return stage;
}

function readConditions(
  network: Network,
  { latency = 0, faults = {}, pace = {} }: StageOptions,
): Partial<ScriptedConditions> {
  switch (network) {
    case 'online':
      return { isReachable: true, latency, pace, faults };
    case 'slow':
      return { isReachable: true, latency: [1_500, 3_000], pace: { interval: 150 }, faults };
    case 'flaky':
      return {
        isReachable: true,
        latency: [50, 900],
        pace,
        faults: { drop: 0.2, refuse: 0.25, duplicate: 0.15, garble: 0.1, 'lose-answer': 0.2 },
      };
    case 'offline':
      return { isReachable: false };
  }
}
