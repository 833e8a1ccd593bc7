'use client';
import { createPartContext, type PartContext } from '../part/createPartContext.ts';
import type { UseComposerResult } from './useComposer.ts';

/** What the parts of one composer share. */
export interface ComposerContextValue extends UseComposerResult {
  /** There is a conversation, and its backend takes no messages. */
  readonly isReadOnly: boolean;
  /** Id of the line that tells what is wrong with a file. */
  readonly problemId: string;
  /** Puts the cursor into the text box, unless that would open a touch keyboard. */
  readonly focusInput: () => void;
}

export const composerContext: PartContext<ComposerContextValue> =
  createPartContext<ComposerContextValue>('Composer.Root', 'draft');

/** The composer a part is inside of. `part` is its name, for the error outside of one. */
export function useComposerContext(part: string): ComposerContextValue {
  return composerContext.useRoot(part);
}
