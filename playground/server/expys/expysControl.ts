import type { StoredConversation } from './expysStore.ts';
import type { ExpysSystem } from './expysSystem.ts';
import type { ExpysControl, ExpysMessage, StoredMessage } from './expysTypes.ts';
import { toWireMessage } from './wireMessage.ts';

/** What tests and the control plane can do to this system, behind its API's back. */
export function createExpysControl(system: ExpysSystem): ExpysControl {
  const { store, concierge, tokens, violations, services, rules } = system;
  const find = (conversationId: string): StoredConversation => findSeeded(system, conversationId);
  const toWire = (message: StoredMessage): ExpysMessage => toOracle(system, message);
  return {
    seed({ members = [], conversations }) {
      for (const member of members) store.addMember(member);
      for (const conversation of conversations) store.add(conversation);
      services.changed();
    },
    script: ({ conversationId, replies }) => concierge.script(find(conversationId).id, replies),
    emit({ conversationId, ...input }) {
      const stored = find(conversationId);
      const message = store.insert(stored, input);
      store.publish(stored, message);
      services.changed();
      return toWire(message);
    },
    edit({ conversationId, id, resend = false, ...change }) {
      const stored = find(conversationId);
      const message = store.change(stored, id, change);
      if (resend) store.publish(stored, message);
      services.changed();
      return toWire(message);
    },
    remove({ conversationId, id }) {
      store.remove(find(conversationId), id);
      services.changed();
    },
    messages: (conversationId) => findVisible(system, conversationId).map(toWire),
    memberId: (externalUserID) => store.member(externalUserID).id,
    mintToken({ externalUserID, ttl = rules.tokenTtl }) {
      store.member(externalUserID);
      return tokens.mint(externalUserID, ttl);
    },
    revokeTokens: tokens.revoke,
    tokens: tokens.all,
    violations: () => violations,
  };
}

/** What members can see of a conversation, in order. */
export function findVisible(system: ExpysSystem, conversationId: string): readonly StoredMessage[] {
  return findSeeded(system, conversationId).messages.filter(({ isInternal }) => !isInternal);
}

/** As on the wire; the host of attachments is whoever asked for them. */
function toOracle(system: ExpysSystem, message: StoredMessage): ExpysMessage {
  return toWireMessage(system, { headers: { host: 'expys.example' } }, message);
}

function findSeeded({ store }: ExpysSystem, conversationId: string): StoredConversation {
  const stored = store.find(conversationId);
  if (!stored) throw new Error(`No conversation ${conversationId}. Seed it first.`);
  return stored;
}
