import type { MessagePage } from '../transport.ts';

/** A page without what does not belong here: other conversations' messages, messages without an id. */
export function screenPage(
  page: MessagePage,
  conversationId: string,
  note: (code: 'foreign_message' | 'malformed_event') => void,
): MessagePage['messages'] {
  return page.messages.filter((message) => {
    if (message.conversationId !== conversationId) note('foreign_message');
    else if (message.id === '') note('malformed_event');
    else return true;
    return false;
  });
}
