import {
  ConversationError,
  type Clock,
  type ConversationTransport,
  type MessageAuthor,
  type ServerMessage,
} from '../core/index.ts';
import { createChannel, type Channel } from './createChannel.ts';
import type { Faults } from './createFaults.ts';
import { createMessageStore, type MessageStore } from './createMessageStore.ts';
import { runReply, type ApprovalResponse, type RunningReply } from './runReply.ts';
import type { ScriptedMessage } from './scriptedMessage.ts';
import type { ReplyStep, ScriptedPace, ScriptedReply } from './scriptedReply.ts';

/** One conversation on the scripted server: what is stored, what is said live, what the agent is writing. */
export interface ScriptedConversation {
  readonly store: MessageStore;
  readonly feed: Channel;
  /** The newest turn: it may be over. */
  readonly turn: Channel | undefined;
  /** The agent writes, in `channel`; resolves with the stored message, or with nothing when it said none. */
  reply(reply: ScriptedReply, channel: Channel): Promise<ServerMessage | undefined>;
  openTurn(): Channel;
  /** Ends what the agent is writing. */
  stop(): void;
  /** The turn that goes on. */
  answer(response: ApprovalResponse): Channel;
  /** Leaves no timer. */
  dispose(): void;
}

export interface ConversationSettings {
  readonly clock: Clock;
  readonly heartbeat: number;
  readonly continuity: ConversationTransport['continuity'];
  readonly faults: Faults;
  readonly getPace: () => ScriptedPace;
  readonly getAgent: () => MessageAuthor | undefined;
}

export function createScriptedConversation(
  id: string,
  history: readonly ScriptedMessage[],
  { clock, heartbeat, continuity, faults, getPace, getAgent }: ConversationSettings,
): ScriptedConversation {
  const store = createMessageStore(id, clock, history);
  const replies = new Set<RunningReply>();
  let turn: Channel | undefined;
  const open = (isTurn: boolean): Channel => {
    const channel: Channel = createChannel({
      clock,
      heartbeat,
      continuity,
      faults,
      isTurn,
      describeNow: () => [...replies].flatMap((reply) => reply.describe(channel)),
    });
    return channel;
  };
  const feed = open(false);
  const describeAgent = (): { author?: MessageAuthor } => {
    const author = getAgent();
    return author ? { author } : {};
  };
  const finish = (channel: Channel): void => {
    if (channel !== feed) channel.end();
  };
  const openTurn = (): Channel => (turn = open(true));
  return {
    store,
    feed,
    get turn() {
      return turn;
    },
    openTurn,
    reply: (script, channel) =>
      new Promise((resolve) => {
        const steps = toSteps(script);
        let stored: ServerMessage | undefined;
        const onEnd = (used: Channel): void => {
          finish(used);
          resolve(stored);
        };
        if (steps.length === 0) return onEnd(channel);
        const reply = runReply({
          clock,
          steps,
          getPace,
          channel,
          createMessage: () => store.create({ parts: [], ...describeAgent() }),
          onStored: (message) => (stored = store.put(message)),
          onEnd,
        });
        replies.add(reply);
      }),
    stop() {
      for (const reply of replies) reply.stop();
    },
    answer(response) {
      const next = openTurn();
      for (const reply of replies) if (reply.resume(response, next)) return next;
      throw new ConversationError('not_found', `Nothing waits for "${response.approvalId}".`);
    },
    dispose() {
      for (const reply of replies) reply.abandon();
      replies.clear();
      feed.end();
      turn?.end();
    },
  };
}

function toSteps(reply: ScriptedReply): readonly ReplyStep[] {
  if (reply === undefined) return [];
  return typeof reply === 'string' ? [reply] : reply;
}
