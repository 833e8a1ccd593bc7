import { withTimeout } from '../connection/withTimeout.ts';
import type { Message } from '../model/message.ts';
import { toMessage } from '../transcript/entry.ts';
import type { ApprovalResponse } from './conversation.ts';
import { createLocalId } from './createLocalId.ts';
import type { Turns, TurnsOptions } from './createTurns.ts';
import { createUnsupported } from './createUnsupported.ts';

export interface TurnActionsOptions extends TurnsOptions {
  readonly turns: Turns;
}

/** What begins a turn besides a send. */
export interface TurnActions {
  regenerate(messageId: string | undefined): Promise<Message>;
  respondToApproval(response: ApprovalResponse): Promise<void>;
}

export function createTurnActions(options: TurnActionsOptions): TurnActions {
  const { transport, conversationId, transcript, turns, clock } = options;
  return {
    async regenerate(messageId) {
      if (!transport.regenerate) throw createUnsupported(transport, 'regenerate an answer');
      const idempotencyKey = createLocalId(options.random);
      const target = messageId === undefined ? {} : { messageId };
      const answer = await turns.run((signal) =>
        transport.regenerate!({ conversationId, idempotencyKey, signal, ...target }),
      );
      const last = answer ?? transcript.newest;
      if (!last) throw turns.error ?? createUnsupported(transport, 'answer');
      return toMessage(last);
    },
    async respondToApproval(response) {
      if (!transport.respondToApproval) throw createUnsupported(transport, 'respond to approvals');
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
          const { requestTimeout } = transport.policy;
          await withTimeout(clock, requestTimeout, controller.signal, () => answer);
        }
      } catch (error) {
        undo();
        options.onCommit();
        throw error;
      }
    },
  };
}
