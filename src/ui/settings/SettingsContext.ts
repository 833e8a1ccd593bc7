'use client';
import { createContext, type Context } from 'react';
import { defaultLabels, type Labels } from './labels.ts';

/** How the parts below speak: strings, and how they write dates. */
export interface UiSettings {
  readonly labels: Labels;
  /** BCP 47. Default: the browser's, English on a server. */
  readonly locale?: string | undefined;
  /** IANA name. Default: the browser's, UTC on a server. */
  readonly timeZone?: string | undefined;
  /** Level of the heading each message has. */
  readonly headingLevel: 2 | 3 | 4 | 5 | 6;
}

export const SettingsContext: Context<UiSettings> = createContext<UiSettings>({
  labels: defaultLabels,
  headingLevel: 3,
});
