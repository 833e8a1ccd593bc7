import { jsonReply, type ApiCall, type BodyReply } from '../referenceBackend.ts';
import { invalidBody, notFound } from './bimpeError.ts';
import type { JsonRouteName, RouteMatch } from './bimpeRoutes.ts';
import type { StoredConversation } from './bimpeStore.ts';
import type { BimpeSystem } from './bimpeSystem.ts';
import type { BimpeMessage } from './bimpeTypes.ts';
import { readConversationFilter } from './conversationFilter.ts';
import { findOrCreateConversation } from './findOrCreateConversation.ts';
import { listPage } from './listPage.ts';
import { readJson, readOutgoing, receiveMessage } from './receiveMessage.ts';

type Handler = (
  system: BimpeSystem,
  call: ApiCall,
  match: RouteMatch,
) => BodyReply | Promise<BodyReply>;

/** What each JSON route does, once key, scope and agent are in order. */
export const bimpeHandlers: Readonly<Record<JsonRouteName, Handler>> = {
  conversations: ({ store }, { query }, { agentId }) =>
    listPage(
      store
        .all(agentId)
        .map((stored) => stored.conversation)
        .filter(readConversationFilter(query)),
      query,
      ['created_at', 'updated_at', 'last_message_at', 'id'],
    ),
  conversation: (system, _call, match) => {
    const { conversation, contact } = findConversation(system, match);
    return success(200, { ...conversation, ...contact });
  },
  history: (system, { query }, match) => {
    const search = query.get('search')?.toLowerCase() ?? '';
    const rows = findConversation(system, match)
      .messages.filter(({ message }) => (message ?? '').toLowerCase().includes(search))
      .map(toHistoryMessage);
    return listPage(rows, query, ['created_at', 'id']);
  },
  message: (system, _call, match) => {
    const { messages } = findConversation(system, match);
    const message = messages.find(({ id }) => id === match.messageId);
    if (!message) throw notFound('Message');
    return success(200, toHistoryMessage(message));
  },
  send: (system, call, match) => {
    const stored = findConversation(system, match);
    const outgoing = readOutgoing(readJson(call));
    return receiveMessage(system, call, stored, outgoing, (message) =>
      success(201, toHistoryMessage(message)),
    );
  },
  create: (system, call, match) => {
    const body = readJson(call);
    const outgoing = readOutgoing(body);
    const stored = findOrCreateConversation(system, match.agentId, body);
    return receiveMessage(system, call, stored, outgoing, (message) =>
      // The one place outside the stream where a message names its conversation: else nobody would learn it.
      success(201, { ...toHistoryMessage(message), conversation_id: message.conversation_id }),
    );
  },
  'ai-status': (system, call, match) => {
    const stored = findConversation(system, match);
    const { is_ai_chat_paused } = readJson(call);
    if (typeof is_ai_chat_paused !== 'boolean') {
      throw invalidBody('is_ai_chat_paused', 'must be a boolean value');
    }
    stored.conversation = { ...stored.conversation, is_ai_chat_paused };
    return success(200, { is_ai_chat_paused });
  },
  ticket: (system, call, match) => {
    findConversation(system, match);
    const isSpoilt = call.faults.some((fault) => fault.kind === 'auth-expire');
    const ticket = system.tickets.issue(match, isSpoilt ? 0 : system.ticketTtl);
    return success(201, { ticket, expires_in: system.ticketTtl / 1000 });
  },
};

function success(status: number, data: object): BodyReply {
  return jsonReply(status, { message: 'Success', data });
}

function toHistoryMessage(message: BimpeMessage): Omit<BimpeMessage, 'conversation_id'> {
  const { conversation_id: _only, ...rest } = message;
  return rest;
}

function findConversation({ store }: BimpeSystem, match: RouteMatch): StoredConversation {
  const stored = store.find(match.conversationId);
  if (!stored || stored.agentId !== match.agentId) throw notFound('Conversation');
  return stored;
}
