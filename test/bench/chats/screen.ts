import type { ComponentType } from 'react';
import type { DeltaFeed } from './deltaFeed.ts';

export interface ScreenProps {
  /** Messages there are before the answer. */
  readonly length: number;
  readonly deltas: DeltaFeed;
}

/** A chat as an app shows it: 30 rows, and a button that asks for the answer. */
export type Screen = ComponentType<ScreenProps>;
