import type { ConversationTransport, ServerMessage } from '../core/index.ts';
import type { Batch } from './createLine.ts';
import type { Channel } from './createChannel.ts';
import type { ScriptedConversation } from './createScriptedConversation.ts';
import type { ScriptedServer } from './createScriptedServer.ts';
import { createFaultError } from './scriptedFault.ts';
import { getReply, storeSend } from './storeSend.ts';

type TurnCalls = Required<
  Pick<
    ConversationTransport,
    'sendMessage' | 'resumeTurn' | 'cancelTurn' | 'regenerate' | 'respondToApproval'
  >
>;

/** The calls of a backend that answers in the response to a send. The turn goes on on the server, whoever reads it. */
export function createTurnCalls(server: ScriptedServer): TurnCalls {
  const answer = (conversation: ScriptedConversation, message: ServerMessage): Channel => {
    const turn = conversation.openTurn();
    void conversation.reply(getReply(server, conversation, message), turn);
    return turn;
  };
  return {
    async *sendMessage(request): AsyncGenerator<Batch> {
      const { conversationId, idempotencyKey, signal } = request;
      await server.admit('send', { conversationId, idempotencyKey, signal });
      const conversation = server.conversation(conversationId);
      const { message, isNew } = storeSend(conversation, request);
      const running = isNew ? undefined : conversation.turn;
      const turn = running ?? answer(conversation, message);
      if (server.faults.takeLostAnswer()) throw createFaultError('network');
      yield* after(turn.join({ signal }), [{ type: 'message', message }]);
    },
    async *resumeTurn({ conversationId, after: cursor, signal }) {
      const place = cursor === undefined ? {} : { after: cursor };
      await server.admit('resume', {
        conversationId,
        signal,
        ...(cursor !== undefined && { cursor }),
      });
      const { turn } = server.conversation(conversationId);
      // Over: only who was there before has something to catch up with.
      if (!turn || (turn.isOver && cursor === undefined)) return;
      yield* turn.join({ ...place, signal });
    },
    async cancelTurn({ conversationId, signal }) {
      await server.admit('cancel', { conversationId, signal });
      server.conversation(conversationId).stop();
    },
    async *regenerate({ conversationId, messageId, idempotencyKey, signal }) {
      await server.admit('regenerate', { conversationId, idempotencyKey, signal });
      const conversation = server.conversation(conversationId);
      const { store } = conversation;
      const old = store.messages.findLast(({ id, role }) =>
        messageId === undefined ? role === 'assistant' : id === messageId,
      );
      const asked = store.messages.findLast(({ role }) => role === 'user');
      if (!old || !asked) throw createFaultError('not_found');
      store.remove(old.id);
      const turn = answer(conversation, asked);
      yield* after(turn.join({ signal }), [{ type: 'message-deleted', messageId: old.id }]);
    },
    async *respondToApproval({ conversationId, signal, ...response }): AsyncGenerator<Batch> {
      await server.admit('approval', { conversationId, signal });
      yield* server.conversation(conversationId).answer(response).join({ signal });
    },
  };
}

/** The stream, with this said right behind its `open`. */
async function* after(stream: AsyncIterable<Batch>, said: Batch): AsyncGenerator<Batch> {
  let isOpen = false;
  for await (const batch of stream) {
    yield isOpen ? batch : [...batch, ...said];
    isOpen = true;
  }
}
