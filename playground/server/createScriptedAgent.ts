/** Whoever answers in a conversation: with the next script, or in the usual way. */
export interface ScriptedAgent<TConversation, TStep> {
  script(conversationId: string, replies: readonly (readonly TStep[])[]): void;
  answer(conversationId: string, conversation: TConversation, text: string): void;
  clear(): void;
}

/** `usualReply`: what is said when no script waits; without it, nothing. A step waits `delay` ms before it. */
export function createScriptedAgent<TConversation, TStep extends { readonly delay?: number }>(
  say: (conversation: TConversation, step: TStep) => void,
  usualReply: ((text: string) => readonly TStep[]) | undefined,
): ScriptedAgent<TConversation, TStep> {
  const scripts = new Map<string, (readonly TStep[])[]>();
  const timers = new Set<NodeJS.Timeout>();

  const play = (conversation: TConversation, [step, ...rest]: readonly TStep[]): void => {
    if (!step) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      say(conversation, step);
      play(conversation, rest);
    }, step.delay ?? 0);
    timers.add(timer);
  };

  return {
    script(conversationId, replies) {
      scripts.set(conversationId, [...(scripts.get(conversationId) ?? []), ...replies]);
    },
    answer(conversationId, conversation, text) {
      play(conversation, scripts.get(conversationId)?.shift() ?? usualReply?.(text) ?? []);
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      scripts.clear();
    },
  };
}
