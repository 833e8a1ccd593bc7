import { selectMessage, type Conversation } from '../../react/index.ts';

/** The key of the message `id`, once it is loaded. */
export function findMessageKey({ store }: Conversation, id: string): string | undefined {
  const state = store.getState();
  return state.keys.find((key) => selectMessage(state, key)?.id === id);
}
