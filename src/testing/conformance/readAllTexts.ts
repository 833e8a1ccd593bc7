import { watchConversation } from './watchConversation.ts';
import type { Subject } from './createSubject.ts';

/** What the backend has, read page after page over an undisturbed wire, oldest first. */
export async function readAllTexts(
  subject: Subject,
  conversationId: string,
): Promise<readonly string[]> {
  const { transport } = subject.connect();
  const { openFeed, ...still } = transport;
  void openFeed;
  const watched = watchConversation(subject, still, conversationId);
  try {
    await watched.untilLive();
    while (watched.conversation.store.getState().hasOlderMessages)
      await watched.conversation.loadOlderMessages();
    return watched.texts();
  } finally {
    watched.dispose();
  }
}
