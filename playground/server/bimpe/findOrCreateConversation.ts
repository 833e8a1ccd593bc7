import { invalidBody, notFound } from './bimpeError.ts';
import type { StoredConversation } from './bimpeStore.ts';
import type { BimpeSystem } from './bimpeSystem.ts';

const channelTypes = ['whatsapp', 'webchat', 'telephony'];

/**
 * The conversation meant by `POST …/conversations/messages`: the one named by `conversation_id`, else the one
 * of this channel user, else a new one. Without an id both `channel_type` and `channel_user_id` are needed.
 */
export function findOrCreateConversation(
  { store, services }: BimpeSystem,
  agentId: string,
  body: Readonly<Record<string, unknown>>,
): StoredConversation {
  if (body['conversation_id'] !== undefined) {
    const stored = store.find(readString(body, 'conversation_id'));
    if (!stored || stored.agentId !== agentId) throw notFound('Conversation');
    return stored;
  }
  const channel_type = readString(body, 'channel_type');
  if (!channelTypes.includes(channel_type)) {
    throw invalidBody('channel_type', `must be one of ${channelTypes.join(', ')}`);
  }
  const channel_user_id = readString(body, 'channel_user_id');
  const is_test_channel = body['is_test_channel'] === true;
  const known = store
    .all(agentId)
    .find(
      ({ conversation }) =>
        conversation.channel_type === channel_type &&
        conversation.channel_user_id === channel_user_id &&
        conversation.is_test_channel === is_test_channel,
    );
  const username = body['channel_username'];
  return (
    known ??
    store.add(agentId, {
      id: services.random.id('cv'),
      channel_type,
      channel_user_id,
      is_test_channel,
      channel_user_username: typeof username === 'string' ? username : null,
    })
  );
}

function readString(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '')
    throw invalidBody(name, 'must be a string that is not empty');
  return value;
}
