import type { ConversationTransport } from '../core/index.ts';
import type { ScriptedServer } from './createScriptedServer.ts';
import { createFaultError } from './scriptedFault.ts';
import { getReply, storeSend } from './storeSend.ts';

/** The calls of a backend that answers on its feed. */
export function createFeedCalls(
  server: ScriptedServer,
): Pick<ConversationTransport, 'openFeed' | 'sendMessage'> {
  return {
    async *openFeed({ conversationId, after, signal }) {
      const place = after === undefined ? {} : { after };
      await server.admit('feed', {
        conversationId,
        signal,
        ...(after !== undefined && { cursor: after }),
      });
      yield* server.conversation(conversationId).feed.join({ ...place, signal });
    },
    async sendMessage(request) {
      const { conversationId, idempotencyKey, signal } = request;
      await server.admit('send', { conversationId, idempotencyKey, signal });
      const conversation = server.conversation(conversationId);
      const { message, isNew } = storeSend(conversation, request);
      if (isNew) {
        conversation.feed.publish([{ type: 'message', message }]);
        void conversation.reply(getReply(server, conversation, message), conversation.feed);
      }
      if (server.faults.takeLostAnswer()) throw createFaultError('network');
      return { message };
    },
  };
}
