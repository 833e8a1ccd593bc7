import { selectMessage, type Conversation } from '../../react/index.ts';
import { createNarrator, type NarratorOptions } from './createNarrator.ts';
import { watchConnection } from './watchConnection.ts';
import { watchEscalation } from './watchEscalation.ts';
import { watchRows } from './watchRows.ts';
import { watchTurn } from './watchTurn.ts';

export interface WatchConversationOptions extends NarratorOptions {
  readonly conversation: Pick<Conversation, 'store'>;
}

/** Announces what happens in a conversation from now on (EXPERIENCE §4). Joins nothing. Returns the end of it. */
export function watchConversation({
  conversation: { store },
  ...options
}: WatchConversationOptions): () => void {
  const { narrator, stop } = createNarrator(options);
  const rows = watchRows(narrator);
  const seeConnection = watchConnection(narrator);
  const seeEscalation = watchEscalation(narrator);
  const seeTurn = watchTurn(narrator);
  const see = (): void => {
    const state = store.getState();
    seeConnection(state);
    seeEscalation(state);
    rows.see(state, (key) => selectMessage(state, key));
    seeTurn(state, rows.answer, rows.hasFailed);
  };
  see();
  const unsubscribe = store.subscribe(see);
  return () => {
    unsubscribe();
    stop();
  };
}
