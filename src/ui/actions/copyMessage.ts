import { getMessageText, type Message } from '../../react/index.ts';
import { toCleanHtml } from './toCleanHtml.ts';

/** Puts a message on the clipboard: Markdown as text, and, where it is shown, clean HTML (EXPERIENCE §3). */
export async function copyMessage(
  message: Message,
  shown: Element | null | undefined,
): Promise<void> {
  const text = getMessageText(message);
  // Firefox before 127 writes text only.
  if (!shown || typeof ClipboardItem === 'undefined') {
    await navigator.clipboard.writeText(text);
    return;
  }
  const item = new ClipboardItem({
    'text/plain': new Blob([text], { type: 'text/plain' }),
    'text/html': new Blob([toCleanHtml(shown)], { type: 'text/html' }),
  });
  await navigator.clipboard.write([item]);
}
