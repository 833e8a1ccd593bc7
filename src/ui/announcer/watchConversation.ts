import type { Clock, Conversation } from '../../react/index.ts';
import type { Announcer } from './createAnnouncer.ts';
import type { Narrator } from './narrator.ts';
import type { SpeechSettings } from './speech.ts';
import { watchConnection } from './watchConnection.ts';
import { watchEscalation } from './watchEscalation.ts';
import { watchRows } from './watchRows.ts';
import { watchTurn } from './watchTurn.ts';

export interface WatchConversationOptions {
  readonly conversation: Pick<Conversation, 'store'>;
  readonly clock: Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'>;
  readonly announce: Announcer['announce'];
  /** Asked at each announcement. */
  readonly getSettings: () => SpeechSettings;
}

/** What settles within this long is not spoken of, ms. The banner waits as long. */
const patience = 2_000;

/** Announces what happens in a conversation from now on (EXPERIENCE §4). Joins nothing. Returns the end of it. */
export function watchConversation({
  conversation: { store },
  clock,
  announce,
  getSettings,
}: WatchConversationOptions): () => void {
  const timers = new Set<unknown>();
  const say: Narrator['say'] = (text, options) => {
    if (getSettings().speech !== 'off') announce({ text, ...options });
  };
  const narrator: Narrator = {
    say,
    sayHere(text, options) {
      const { transcript, spokenMessage } = getSettings().labels;
      say(spokenMessage(transcript, text), options);
    },
    after(run) {
      const timer = clock.setTimeout(() => {
        timers.delete(timer);
        run();
      }, patience);
      timers.add(timer);
      return () => {
        timers.delete(timer);
        clock.clearTimeout(timer);
      };
    },
    now: clock.now,
    getLabels: () => getSettings().labels,
    getSettings,
  };
  const rows = watchRows(narrator);
  const seeConnection = watchConnection(narrator);
  const seeEscalation = watchEscalation(narrator);
  const seeTurn = watchTurn(narrator);
  const see = (): void => {
    const state = store.getState();
    seeConnection(state);
    seeEscalation(state);
    rows.see(state);
    seeTurn(state, rows.answer, rows.hasFailed);
  };
  see();
  const unsubscribe = store.subscribe(see);
  return () => {
    unsubscribe();
    for (const timer of timers) clock.clearTimeout(timer);
  };
}
