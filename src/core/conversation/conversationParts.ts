import type { Transcript } from '../transcript/transcript.ts';
import type { Diagnostics } from './createDiagnostics.ts';
import type { ConversationContext } from './createConversation.ts';

/** What the parts of one conversation share. */
export interface ConversationParts extends ConversationContext {
  readonly conversationId: string;
  readonly transcript: Transcript;
  /** Ends when nobody is connected any more; everything that asks the server hangs on it. */
  readonly getSignal: () => AbortSignal;
  /** Counts what was tolerated. */
  readonly note: Diagnostics['note'];
  /** After every commit. */
  readonly onCommit: () => void;
}
