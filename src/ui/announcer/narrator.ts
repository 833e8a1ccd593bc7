import type { Labels } from '../settings/labels.ts';
import type { Announcement } from './createAnnouncer.ts';
import type { SpeechSettings } from './speech.ts';

/** What the watchers of a conversation speak with. */
export interface Narrator {
  say(text: string, options?: Omit<Announcement, 'text'>): void;
  /** The same with the name of the conversation in front: what is also written in it. */
  sayHere: Narrator['say'];
  /** Runs after a while in which most things settle by themselves: two seconds, as the banner waits. Returns the cancel. */
  after(run: () => void): () => void;
  now(): number;
  getLabels(): Labels;
  getSettings(): SpeechSettings;
}
