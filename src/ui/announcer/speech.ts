import type { Labels } from '../settings/labels.ts';

/**
 * How much of a message is spoken. `complete`: all of it, unless it is very long. `sentences`: two sentences
 * and how long it is. `status`: only that it came. `off`: nothing at all is announced.
 */
export type Speech = 'complete' | 'sentences' | 'status' | 'off';

export interface SpeechProps {
  /** How much of a message is spoken. Default `complete`. */
  readonly speech?: Speech | undefined;
  /** Makes what is spoken of a message's text, e.g. `markdownToText` of `/markdown`. Default: the text as it is. */
  readonly toSpeech?: ((text: string) => string) | undefined;
}

export interface SpeechSettings extends Pick<SpeechProps, 'toSpeech'> {
  readonly labels: Labels;
  readonly speech: Speech;
}
