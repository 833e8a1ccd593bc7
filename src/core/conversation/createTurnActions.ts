import { withTimeout } from '../connection/withTimeout.ts';
import type { Clock } from '../environment.ts';
import { ConversationError } from '../model/conversationError.ts';
import type { Message } from '../model/message.ts';
import { toMessage } from '../transcript/entry.ts';
import type { Transcript } from '../transcript/transcript.ts';
import type { ConversationTransport } from '../transport.ts';
import type { ApprovalResponse } from './conversation.ts';
import { createLocalId } from './createLocalId.ts';
import type { Turns } from './createTurns.ts';

export interface TurnActionsOptions {
  readonly transport: ConversationTransport;
  readonly conversationId: string;
  readonly transcript: Transcript;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onCommit: () => void;
}

/** What begins a turn besides a send. */
export interface TurnActions {
  regenerate(messageId: string | undefined): Promise<Message>;
  respondToApproval(response: ApprovalResponse): Promise<void>;
}

export function createTurnActions(options: TurnActionsOptions): TurnActions {
  const { transport, conversationId, transcript, turns, clock } = options;
  const refuse = (what: string): ConversationError =>
    new ConversationError('unsupported', `The ${transport.name} transport cannot ${what}.`);
  return {
    async regenerate(messageId) {
      if (!transport.regenerate) throw refuse('regenerate an answer');
      const idempotencyKey = createLocalId(options.random);
      const target = messageId === undefined ? {} : { messageId };
      const lastId = await turns.run((signal) =>
        transport.regenerate!({ conversationId, idempotencyKey, signal, ...target }),
      );
      const last = lastId === undefined ? transcript.newest : transcript.find(lastId);
      if (!last) throw turns.error ?? refuse('answer');
      return toMessage(last);
    },
    async respondToApproval(response) {
      if (!transport.respondToApproval) throw refuse('respond to approvals');
      const controller = new AbortController();
      const request = { ...response, conversationId, signal: controller.signal };
      const undo = transcript.respond(response);
      options.onCommit();
      try {
        const answer = transport.respondToApproval(request);
        if (Symbol.asyncIterator in answer)
          await turns.run((signal) => {
            signal.addEventListener('abort', () => controller.abort(), { once: true });
            return answer;
          });
        else {
          const { requestTimeout: timeout } = transport.policy;
          await withTimeout({ clock, timeout, signal: controller.signal }, () => answer);
        }
      } catch (error) {
        undo();
        options.onCommit();
        throw error;
      }
    },
  };
}
