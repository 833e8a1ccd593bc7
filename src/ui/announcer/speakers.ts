/* Who would speak for a conversation, in the order they came. */
const speakers = new WeakMap<object, Set<object>>();

/** One of several announcers of the same conversation speaks. */
export interface Speaker {
  /** Is it this one? */
  isFirst(): boolean;
  leave(): void;
}

/** Joins those who would speak for a conversation: the first of them does, until it leaves. */
export function joinSpeakers(conversation: object): Speaker {
  const all = speakers.get(conversation) ?? new Set();
  speakers.set(conversation, all);
  const speaker: Speaker = {
    isFirst() {
      for (const first of all) return first === speaker;
      return false;
    },
    leave: () => void all.delete(speaker),
  };
  all.add(speaker);
  return speaker;
}
