import type { ExpysStore, StoredConversation } from './expysStore.ts';
import type { ConciergeReply } from './expysTypes.ts';

/** The concierge behind a conversation: answers a member with the next script, or in the usual way. */
export interface ExpysConcierge {
  script(conversationId: string, replies: readonly ConciergeReply[]): void;
  answer(stored: StoredConversation, text: string): void;
  clear(): void;
}

/** `usualReply`: what is said when no script waits; without it, nothing. */
export function createExpysConcierge(
  store: ExpysStore,
  usualReply: ((text: string) => ConciergeReply) | undefined,
  changed: () => void,
): ExpysConcierge {
  const scripts = new Map<string, ConciergeReply[]>();
  const timers = new Set<NodeJS.Timeout>();

  const say = (stored: StoredConversation, reply: ConciergeReply): void => {
    const [step, ...rest] = reply;
    if (!step) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      store.publish(stored, store.insert(stored, step));
      changed();
      say(stored, rest);
    }, step.delay ?? 0);
    timers.add(timer);
  };

  return {
    script(conversationId, replies) {
      scripts.set(conversationId, [...(scripts.get(conversationId) ?? []), ...replies]);
    },
    answer(stored, text) {
      say(stored, scripts.get(stored.id)?.shift() ?? usualReply?.(text) ?? []);
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      scripts.clear();
    },
  };
}
