import type { WakeReason } from '../environment.ts';
import type { Connection, ConnectionStatus } from '../model/conversationState.ts';
import type { MatchRule } from '../transcript/localSends.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { TurnTranscript } from '../transcript/turnTranscript.ts';
import type { TurnSupport } from '../transport.ts';
import { createPoller } from './createPoller.ts';
import { createTurnActions, type TurnActions } from './createTurnActions.ts';
import { createTurnSends, type TurnSends, type TurnSendsOptions } from './createTurnSends.ts';
import { createTurns, type Turns, type TurnsOptions } from './createTurns.ts';

/** What runs the turns of one conversation. */
export interface TurnRunner extends TurnActions {
  readonly loop: Turns;
  createSends(options: TurnSendsOptions): TurnSends;
  /** Without a feed: looks for what no stream brings. */
  start(): void;
  /** What the backend says about the conversation. */
  handleStatus(status: string): void;
  /** After a commit. */
  handleCommit(): void;
  /** The feed is gone: what streamed by it has ended. */
  handleDown(): void;
  wake(reason: WakeReason): void;
  close(): void;
}

/** The turns of one conversation. */
export interface TurnSession {
  readonly transcript: Transcript;
  createRunner(options: Omit<TurnsOptions, 'transcript'>): TurnRunner;
}

/** `TurnSupport` as core sees it. */
export interface TurnEngine extends TurnSupport {
  createSession(matches: MatchRule): TurnSession;
}

function createRunner(options: TurnsOptions): TurnRunner {
  let connection: ConnectionStatus = 'idle';
  const report = (next: Connection): void => {
    connection = next.status;
    options.onConnection(next);
  };
  const loop = createTurns({ ...options, onConnection: report });
  const poller = createPoller(options);
  let sends: TurnSends | undefined;
  const wakeFeedless = (reason: WakeReason): void => {
    if (reason === 'offline') {
      if (loop.status !== 'streaming') report({ status: 'offline', attempt: 0 });
    } else if (options.isFollowing()) {
      if (connection === 'offline') report({ status: 'idle', attempt: 0 });
      if (poller.wake()) void loop.attach();
    }
  };
  return {
    loop,
    ...createTurnActions({ ...options, turns: loop }),
    createSends: (hooks) => (sends = createTurnSends(options, loop, hooks)),
    start() {
      poller.start();
      void loop.attach();
    },
    handleStatus: poller.handleStatus,
    handleCommit: () => sends?.checkEchoes(),
    handleDown() {
      if (loop.status !== 'streaming') options.transcript.interruptStreaming();
    },
    wake(reason) {
      if (!options.transport.openFeed) wakeFeedless(reason);
      loop.wake();
    },
    close() {
      poller.stop();
      loop.close();
      connection = 'idle';
      options.transcript.interruptStreaming();
    },
  };
}

const engine: TurnEngine = {
  kind: 'turns',
  createSession(matches) {
    const transcript = new TurnTranscript(matches);
    return {
      transcript,
      createRunner: (options) => createRunner({ ...options, transcript }),
    };
  },
};

/**
 * Set it on a transport (`{ …, turns }`) that streams messages in parts, answers in-band, polls, or whose sends
 * do not resolve with the stored message. One with a feed of whole messages and whole receipts does without, and
 * without its weight.
 */
export const turns: TurnSupport = engine;
