import type { MessagePage } from '../transport.ts';

export type NotePage = (code: 'foreign_message' | 'malformed_event' | 'history_drift') => void;

/** A page without what does not belong here: other conversations' messages, messages without an id. What the transport could not read is counted. */
export function screenPage(
  page: MessagePage,
  conversationId: string,
  note: NotePage,
): MessagePage['messages'] {
  for (let count = page.skipped ?? 0; count > 0; count -= 1) note('malformed_event');
  return page.messages.filter((message) => {
    if (message.conversationId !== conversationId) note('foreign_message');
    else if (message.id === '') note('malformed_event');
    else return true;
    return false;
  });
}
