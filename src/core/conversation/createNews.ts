import type { Message } from '../model/message.ts';
import { toMessage, type Entry } from '../transcript/entry.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { callSafely } from './callSafely.ts';

/** Tells the app of each new message once: live or found by a reconcile, never history or own sends. */
export interface News {
  /** The first page is in: whatever is newer than it from now on is news. */
  begin(): void;
  /** After a commit: tells what it brought. */
  tell(): void;
}

export function createNews(
  transcript: Transcript,
  onMessage: ((message: Message) => void) | undefined,
): News {
  let arrivals: Entry[] = [];
  let baseline = Number.POSITIVE_INFINITY;
  let since = 0;
  transcript.onArrival = (entry) => {
    const isNews = entry.order > baseline || (entry.order === baseline && entry.since > since);
    if (onMessage && isNews) arrivals.push(entry);
  };
  return {
    begin() {
      baseline = transcript.newest?.order ?? Number.NEGATIVE_INFINITY;
      since = transcript.tick();
    },
    tell() {
      const told = arrivals.filter(({ status }) => status !== 'streaming');
      arrivals = arrivals.filter(({ status }) => status === 'streaming');
      for (const entry of told) callSafely(() => onMessage?.(toMessage(entry)));
    },
  };
}
