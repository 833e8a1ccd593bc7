import { invalidQuery } from './bimpeError.ts';
import type { BimpeConversation } from './bimpeTypes.ts';
import { readFlag } from './listPage.ts';

const channels = [
  'whatsapp',
  'webchat',
  'telephony',
  'test_whatsapp',
  'test_webchat',
  'test_telephony',
];

/** Reads the filters of the conversation list (PROTOCOLS §3.2). */
export function readConversationFilter(
  query: URLSearchParams,
): (conversation: BimpeConversation) => boolean {
  const search = query.get('search')?.toLowerCase() ?? '';
  const channel = query.get('channel');
  if (channel !== null && !channels.includes(channel)) {
    throw invalidQuery(`channel: must be one of ${channels.join(', ')}`);
  }
  const flags = (['is_test_channel', 'is_ai_chat_paused', 'needs_attention'] as const).map(
    (name) => [name, readFlag(query, name)] as const,
  );
  return (conversation) =>
    (channel === null || channel === channelOf(conversation)) &&
    flags.every(([name, wanted]) => wanted === undefined || conversation[name] === wanted) &&
    searchable(conversation).includes(search);
}

function channelOf({ channel_type, is_test_channel }: BimpeConversation): string {
  return is_test_channel ? `test_${channel_type}` : channel_type;
}

function searchable({ channel_user_username, last_message_preview }: BimpeConversation): string {
  return `${channel_user_username ?? ''}\n${last_message_preview ?? ''}`.toLowerCase();
}
