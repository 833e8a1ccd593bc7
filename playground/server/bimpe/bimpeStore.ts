import type { SeededRandom } from '../seededRandom.ts';
import type { VirtualClock } from '../virtualClock.ts';
import type {
  BimpeContact,
  BimpeConversation,
  BimpeMessage,
  BimpeSeed,
  MessageInput,
} from './bimpeTypes.ts';

/** A conversation with its messages in order (created, then inserted) and those who follow it live. */
export interface StoredConversation {
  readonly agentId: string;
  readonly title: string;
  readonly contact: BimpeContact;
  conversation: BimpeConversation;
  readonly messages: BimpeMessage[];
  readonly followers: Set<(message: BimpeMessage) => void>;
}

/** The state of the emulated system. Everything happens at once: there is no moment between stored and followed. */
export interface BimpeStore {
  all(agentId: string): readonly StoredConversation[];
  find(conversationId: string): StoredConversation | undefined;
  add(agentId: string, fields: BimpeSeed['conversations'][number]): StoredConversation;
  /** Stores a message without telling the followers. */
  insert(stored: StoredConversation, input: MessageInput): BimpeMessage;
  publish(stored: StoredConversation, message: BimpeMessage): void;
  change(stored: StoredConversation, id: string, fields: Partial<BimpeMessage>): BimpeMessage;
  remove(stored: StoredConversation, id: string): void;
  clear(): void;
}

export function createBimpeStore(clock: VirtualClock, random: SeededRandom): BimpeStore {
  const held = new Map<string, StoredConversation>();
  const now = (): string => new Date(clock.now()).toISOString();
  const insert: BimpeStore['insert'] = (stored, input) => {
    const message = toMessage(stored.conversation.id, input, random, now());
    // Equal times keep the order of insertion.
    const place = stored.messages.findLastIndex((it) => it.created_at <= message.created_at) + 1;
    stored.messages.splice(place, 0, message);
    touch(stored);
    return message;
  };
  return {
    all: (agentId) => [...held.values()].filter((stored) => stored.agentId === agentId),
    find: (conversationId) => held.get(conversationId),
    add(agentId, fields) {
      const stored = toConversation(agentId, fields, now());
      held.set(fields.id, stored);
      for (const message of fields.messages ?? []) insert(stored, message);
      return stored;
    },
    insert,
    publish(stored, message) {
      for (const follow of stored.followers) follow(message);
    },
    change(stored, id, fields) {
      const index = indexOf(stored, id);
      const message = { ...stored.messages[index]!, ...fields };
      stored.messages[index] = message;
      touch(stored);
      return message;
    },
    remove(stored, id) {
      stored.messages.splice(indexOf(stored, id), 1);
      touch(stored);
    },
    clear: () => held.clear(),
  };
}

function toMessage(
  conversationId: string,
  input: MessageInput,
  random: SeededRandom,
  now: string,
): BimpeMessage {
  return {
    id: input.id ?? random.id('cm'),
    conversation_id: conversationId,
    role: input.role ?? 'assistant',
    message: input.message ?? null,
    message_type: input.message_type === undefined ? 'text' : input.message_type,
    created_at: input.created_at ?? now,
    ...(input.attachments ? { attachments: input.attachments } : {}),
  };
}

function indexOf(stored: StoredConversation, id: string): number {
  const index = stored.messages.findIndex((message) => message.id === id);
  if (index < 0) throw new Error(`No message ${id} in ${stored.conversation.id}.`);
  return index;
}

function touch(stored: StoredConversation): void {
  const newest = stored.messages.at(-1);
  const at = newest?.created_at ?? null;
  stored.conversation = {
    ...stored.conversation,
    last_message_at: at,
    last_message_preview: newest?.message?.slice(0, 80) ?? null,
    updated_at: at ?? stored.conversation.updated_at,
  };
}

function toConversation(
  agentId: string,
  fields: BimpeSeed['conversations'][number],
  now: string,
): StoredConversation {
  return {
    agentId,
    title: fields.title ?? fields.id,
    contact: {
      full_name: fields.full_name ?? null,
      email: fields.email ?? null,
      phone_number: fields.phone_number ?? null,
      profile_picture: fields.profile_picture ?? null,
    },
    conversation: {
      id: fields.id,
      channel_type: fields.channel_type ?? 'webchat',
      channel_id: fields.channel_id ?? null,
      channel_user_id: fields.channel_user_id ?? null,
      channel_user_username: fields.channel_user_username ?? null,
      is_test_channel: fields.is_test_channel ?? false,
      is_ai_chat_paused: fields.is_ai_chat_paused ?? false,
      needs_attention: fields.needs_attention ?? false,
      last_message_at: null,
      last_seen: fields.last_seen ?? null,
      last_message_preview: null,
      created_at: fields.created_at ?? now,
      updated_at: fields.updated_at ?? now,
    },
    messages: [],
    followers: new Set(),
  };
}
