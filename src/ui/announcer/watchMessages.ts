import type { Message } from '../../react/index.ts';
import { createNarrator, type NarratorOptions } from './createNarrator.ts';
import { watchRows } from './watchRows.ts';
import { watchTurn } from './watchTurn.ts';

export interface MessagesWatch {
  /** Takes the list as it is now. The first one was there before anybody listened. */
  see(messages: readonly Message[]): void;
  stop(): void;
}

/* Whoever gives the messages knows of their connection; here it is quiet. */
const quiet = {
  isPending: false,
  continuity: 'live',
  connection: { status: 'open', attempt: 0 },
  status: 'ready',
  error: undefined,
} as const;

/** Announces what comes to a list of messages that an app gives (EXPERIENCE §4). */
export function watchMessages(options: NarratorOptions): MessagesWatch {
  const { narrator, stop } = createNarrator(options);
  const rows = watchRows(narrator);
  const seeTurn = watchTurn(narrator);
  let seen: readonly Message[] | undefined;
  return {
    see(messages) {
      if (messages === seen) return;
      seen = messages;
      const byKey = new Map(messages.map((message) => [message.key, message]));
      const state = { ...quiet, keys: [...byKey.keys()] };
      rows.see(state, (key) => byKey.get(key));
      seeTurn(state, rows.answer, rows.hasFailed);
    },
    stop,
  };
}
