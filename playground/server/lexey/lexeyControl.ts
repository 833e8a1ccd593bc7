import type { StoredConversation } from './lexeyStore.ts';
import type { LexeySystem } from './lexeySystem.ts';
import type { LexeyControl, MessagePlace } from './lexeyTypes.ts';

/** What tests and the control plane can do to this system, behind its API's back. */
export function createLexeyControl(system: LexeySystem): LexeyControl {
  const { store, services } = system;
  const find = (conversationId: string): StoredConversation =>
    findConversation(system, conversationId);
  return {
    seed({ conversations }) {
      for (const fields of conversations) store.add(fields);
      services.changed();
    },
    script: ({ conversationId, replies }) => void find(conversationId).scripts.push(...replies),
    emit({ conversationId, ...input }) {
      const message = store.insert(find(conversationId), input);
      services.changed();
      return message;
    },
    edit({ content, ...place }) {
      const { messages } = find(place.conversationId);
      const index = findIndex(system, place);
      const message = { ...messages[index]!, content };
      messages[index] = message;
      services.changed();
      return message;
    },
    remove(place) {
      find(place.conversationId).messages.splice(findIndex(system, place), 1);
      services.changed();
    },
    messages: (conversationId) => [...find(conversationId).messages],
  };
}

/**
 * The rows of a conversation under the ids a client makes for them: role, time, and which of that role and
 * time it is. The wire has none.
 */
export function listRows(
  system: LexeySystem,
  conversationId: string,
): readonly { readonly id: string; readonly text: string }[] {
  const counts = new Map<string, number>();
  return findConversation(system, conversationId).messages.map(({ role, content, createdAt }) => {
    const place = `${role}-${Date.parse(createdAt)}`;
    const count = counts.get(place) ?? 0;
    counts.set(place, count + 1);
    return { id: `${place}-${count}`, text: content };
  });
}

function findIndex(system: LexeySystem, place: MessagePlace): number {
  const rows = listRows(system, place.conversationId);
  const index = 'id' in place ? rows.findIndex(({ id }) => id === place.id) : place.index;
  if (rows[index]) return index;
  throw new Error(`No message ${JSON.stringify(place)}; there are ${rows.length}.`);
}

function findConversation({ store }: LexeySystem, conversationId: string): StoredConversation {
  const stored = store.find(conversationId);
  if (!stored) throw new Error(`No conversation ${conversationId}. Seed it first.`);
  return stored;
}
