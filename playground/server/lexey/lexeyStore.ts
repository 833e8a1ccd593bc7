import type { VirtualClock } from '../virtualClock.ts';
import type { LexeyTurn } from './lexeyTurn.ts';
import type {
  LexeyKind,
  LexeyMessage,
  LexeySeed,
  MessageInput,
  ScriptedReply,
} from './lexeyTypes.ts';

/** A conversation: what was said, oldest first, and the one reply that is being made. */
export interface StoredConversation {
  readonly id: string;
  readonly kind: LexeyKind;
  readonly title: string;
  status: string;
  readonly messages: LexeyMessage[];
  readonly scripts: ScriptedReply[];
  turn: LexeyTurn | undefined;
}

export interface LexeyStore {
  all(): readonly StoredConversation[];
  find(conversationId: string): StoredConversation | undefined;
  add(fields: LexeySeed['conversations'][number]): StoredConversation;
  /** Appends: this history only grows. */
  insert(stored: StoredConversation, input: MessageInput): LexeyMessage;
  clear(): void;
}

export function createLexeyStore(clock: VirtualClock): LexeyStore {
  const held = new Map<string, StoredConversation>();
  const insert: LexeyStore['insert'] = (stored, { role = 'assistant', content, createdAt }) => {
    const now = new Date(clock.now()).toISOString();
    const message: LexeyMessage = { role, content, createdAt: createdAt ?? now };
    stored.messages.push(message);
    return message;
  };
  return {
    all: () => [...held.values()],
    find: (conversationId) => held.get(conversationId),
    add({ id, kind = 'customer', title = id, status = 'active', messages = [] }) {
      const stored: StoredConversation = {
        id,
        kind,
        title,
        status,
        messages: [],
        scripts: [],
        turn: undefined,
      };
      held.set(id, stored);
      for (const message of messages) insert(stored, message);
      return stored;
    },
    insert,
    clear: () => held.clear(),
  };
}
