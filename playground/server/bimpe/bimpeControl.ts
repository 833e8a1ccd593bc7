import type { StoredConversation } from './bimpeStore.ts';
import type { BimpeSystem } from './bimpeSystem.ts';
import type { BimpeControl, BimpeMessage } from './bimpeTypes.ts';

/** What tests and the control plane can do to this system, behind its API's back. */
export function createBimpeControl(system: BimpeSystem): BimpeControl {
  const { store, agent, tickets, violations, services } = system;
  const find = (conversationId: string): StoredConversation =>
    findConversation(system, conversationId);
  return {
    seed({ conversations }) {
      for (const { agentId = system.agentIds[0] ?? '', ...fields } of conversations) {
        store.add(agentId, fields);
      }
      services.changed();
    },
    script: ({ conversationId, replies }) =>
      agent.script(find(conversationId).conversation.id, replies),
    emit({ conversationId, ...input }) {
      const stored = find(conversationId);
      const message = store.insert(stored, input);
      store.publish(stored, message);
      services.changed();
      return message;
    },
    edit({ conversationId, id, resend = false, ...change }) {
      const stored = find(conversationId);
      const message = store.change(stored, id, change);
      if (resend) store.publish(stored, message);
      services.changed();
      return message;
    },
    remove({ conversationId, id }) {
      store.remove(find(conversationId), id);
      services.changed();
    },
    pauseAgent({ conversationId, isPaused }) {
      const stored = find(conversationId);
      stored.conversation = { ...stored.conversation, is_ai_chat_paused: isPaused };
    },
    messages: (conversationId) => findMessages(system, conversationId),
    tickets: tickets.all,
    violations: () => violations,
  };
}

/** The messages of a conversation as they are now. */
export function findMessages(system: BimpeSystem, conversationId: string): readonly BimpeMessage[] {
  return [...findConversation(system, conversationId).messages];
}

function findConversation({ store }: BimpeSystem, conversationId: string): StoredConversation {
  const stored = store.find(conversationId);
  if (!stored) throw new Error(`No conversation ${conversationId}. Seed it first.`);
  return stored;
}
