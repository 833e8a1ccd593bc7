import type { ConversationParts } from './conversationParts.ts';
import type { HistoryReader } from './createHistoryReader.ts';

export interface CompleterOptions extends ConversationParts, HistoryReader {}

/** Reads messages of which the wire told only part. */
export interface Completer {
  complete(messageId: string): void;
}

export function createCompleter(options: CompleterOptions): Completer {
  const { transcript, conversationId } = options;
  const complete = async (messageId: string): Promise<void> => {
    const asOf = transcript.tick();
    const signal = options.getSignal();
    const message = await options.readMessage(messageId, signal).catch(() => undefined);
    if (signal.aborted || message?.conversationId !== conversationId) return;
    transcript.update(message, asOf);
    options.onCommit();
  };
  /** One after the other: a burst of images must not become a burst of requests. */
  let last = Promise.resolve();
  return {
    complete(messageId) {
      last = last.then(() => complete(messageId));
    },
  };
}
