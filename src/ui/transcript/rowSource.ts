import type { Message } from '../../react/index.ts';

/** The rows of a transcript, mounted or not. */
export interface RowSource {
  readonly keys: readonly string[];
  readonly read: (index: number) => Message | undefined;
}
