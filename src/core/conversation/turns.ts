import type { WakeReason } from '../environment.ts';
import type { MatchRule } from '../transcript/localSends.ts';
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
  /** What the backend says about the conversation has changed. */
  handleStatus(): void;
  /** The feed is gone: what streamed by it has ended. */
  handleDown(): void;
  wake(reason: WakeReason): void;
  close(): void;
}

/** `TurnSupport` as core sees it. */
export interface TurnEngine extends TurnSupport {
  createTranscript(matches: MatchRule): TurnTranscript;
  createRunner(options: TurnsOptions): TurnRunner;
}

function createRunner(options: TurnsOptions): TurnRunner {
  const loop = createTurns(options);
  const poller = createPoller(options);
  const wakeFeedless = (reason: WakeReason): void => {
    if (reason === 'offline') {
      if (loop.status !== 'streaming') options.onConnection({ status: 'offline', attempt: 0 });
    } else if (options.isFollowing()) {
      if (options.getConnection().status === 'offline')
        options.onConnection({ status: 'idle', attempt: 0 });
      if (poller.wake()) void loop.attach();
    }
  };
  return {
    loop,
    ...createTurnActions({ ...options, turns: loop }),
    createSends: (sends) => createTurnSends(options, loop, sends),
    start() {
      poller.start();
      void loop.attach();
    },
    handleStatus: poller.schedule,
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
      options.transcript.interruptStreaming();
    },
  };
}

const engine: TurnEngine = {
  kind: 'turns',
  createTranscript: (matches) => new TurnTranscript(matches),
  createRunner,
};

/**
 * Set it on a transport (`{ …, turns }`) that streams messages in parts, answers in-band, polls, or whose sends
 * do not resolve with the stored message. One with a feed of whole messages and whole receipts does without, and
 * without its weight.
 */
export const turns: TurnSupport = engine;
