import type { SeededRandom } from '../seededRandom.ts';
import type { VirtualClock } from '../virtualClock.ts';
import type {
  ExpysConversationInput,
  ExpysMember,
  ExpysMessageInput,
  StoredMessage,
} from './expysTypes.ts';

/** Someone who listens to a conversation, and as whom. */
export interface Follower {
  readonly memberId: string;
  send(message: StoredMessage): void;
  end(): void;
}

/** A conversation with its messages in order (created, then inserted) and those who follow it live. */
export interface StoredConversation {
  readonly id: string;
  readonly title: string | null;
  readonly type: string;
  /** `externalUserID`s; undefined: everybody. */
  readonly members: readonly string[] | undefined;
  messages: StoredMessage[];
  readonly followers: Set<Follower>;
}

/** The author of messages that name none. */
export const conciergeId = 'agent_maya';

/** The state of the emulated system. There is no moment between stored and followed. */
export interface ExpysStore {
  all(): readonly StoredConversation[];
  find(conversationId: string): StoredConversation | undefined;
  /** The message with this id, wherever it is. */
  findMessage(messageId: string): StoredMessage | undefined;
  add(fields: ExpysConversationInput): StoredConversation;
  /** Stores a message without telling the followers. */
  insert(stored: StoredConversation, input: ExpysMessageInput): StoredMessage;
  /** Tells the followers, but not those who are `except`, and nobody of internal notes. */
  publish(stored: StoredConversation, message: StoredMessage, except?: string): void;
  change(stored: StoredConversation, id: string, fields: Partial<StoredMessage>): StoredMessage;
  remove(stored: StoredConversation, id?: string): void;
  addMember(member: ExpysMember): void;
  /** The member of this user; a new one if there is none. */
  member(externalUserID: string): ExpysMember;
  clear(): void;
}

export function createExpysStore(clock: VirtualClock, random: SeededRandom): ExpysStore {
  const held = new Map<string, StoredConversation>();
  const members = new Map<string, ExpysMember>();
  let inserted = 0;
  const toStored = (input: ExpysMessageInput): StoredMessage => ({
    id: input.id ?? random.id('msg_'),
    authorID: input.authorID ?? conciergeId,
    type: input.type ?? 'text',
    body: input.body ?? null,
    createdAt: input.createdAt ?? new Date(clock.now()).toISOString(),
    attachments: input.attachments ?? [],
    isInternal: input.isInternal ?? false,
    position: (inserted += 1),
  });
  const insert: ExpysStore['insert'] = (stored, input) => {
    const message = toStored(input);
    const place = stored.messages.findLastIndex((it) => it.createdAt <= message.createdAt) + 1;
    stored.messages.splice(place, 0, message);
    return message;
  };
  const indexOf = (stored: StoredConversation, id: string): number => {
    const index = stored.messages.findIndex((message) => message.id === id);
    if (index < 0) throw new Error(`No message ${id} in ${stored.id}.`);
    return index;
  };
  return {
    all: () => [...held.values()],
    find: (conversationId) => held.get(conversationId),
    findMessage: (id) =>
      [...held.values()].flatMap(({ messages }) => messages).find((message) => message.id === id),
    add({ id, title = null, type = 'concierge', members, messages = [] }) {
      const stored = { id, title, type, members, messages: [], followers: new Set<Follower>() };
      held.set(id, stored);
      for (const message of messages) insert(stored, message);
      return stored;
    },
    insert,
    publish(stored, message, except) {
      if (message.isInternal) return;
      for (const follower of stored.followers)
        if (follower.memberId !== except) follower.send(message);
    },
    change(stored, id, fields) {
      const index = indexOf(stored, id);
      const message = { ...stored.messages[index]!, ...fields };
      stored.messages[index] = message;
      return message;
    },
    remove(stored, id) {
      if (id !== undefined) {
        stored.messages.splice(indexOf(stored, id), 1);
        return;
      }
      held.delete(stored.id);
      for (const follower of stored.followers) follower.end();
    },
    addMember: (member) => void members.set(member.externalUserID, member),
    member(externalUserID) {
      const known = members.get(externalUserID) ?? { externalUserID, id: random.id('mem_') };
      members.set(externalUserID, known);
      return known;
    },
    clear() {
      held.clear();
      members.clear();
    },
  };
}
