import type { Clock } from '../../react/index.ts';
import type { Announcer } from './createAnnouncer.ts';
import type { Narrator } from './narrator.ts';
import type { SpeechSettings } from './speech.ts';

export interface NarratorOptions {
  readonly clock: Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'>;
  readonly announce: Announcer['announce'];
  /** Asked at each announcement. */
  readonly getSettings: () => SpeechSettings;
}

/** What settles within this long is not spoken of, ms. The banner waits as long. */
const patience = 2_000;

/** What watchers speak with, and the end of all that waits. */
export function createNarrator({ clock, announce, getSettings }: NarratorOptions): {
  readonly narrator: Narrator;
  readonly stop: () => void;
} {
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
  const stop = (): void => {
    for (const timer of timers) clock.clearTimeout(timer);
  };
  return { narrator, stop };
}
