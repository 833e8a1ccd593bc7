import type { Conversation } from '../../react/index.ts';
import type { ScrollHost } from '../scroll/createScrollHost.ts';
import { findMessageKey } from './findMessageKey.ts';

export type ScrollToMessageResult = 'found' | 'not-found' | 'aborted';

const highlightTime = 2_000;

/**
 * Loads older pages until the message `id` is there, then shows it, gives it the focus and marks it for a
 * moment (EXPERIENCE R10). `aborted` when `signal` ends first, or the transcript goes.
 */
export async function scrollToMessage(
  id: string,
  conversation: Conversation,
  host: ScrollHost,
  signal: AbortSignal,
): Promise<ScrollToMessageResult> {
  const find = (): string | undefined => findMessageKey(conversation, id);
  while (find() === undefined && conversation.store.getState().hasOlderMessages) {
    await conversation.loadOlderMessages();
    if (signal.aborted) return 'aborted';
  }
  const key = find();
  if (key === undefined) return 'not-found';
  return (await show(key, host, signal)) ? 'found' : 'aborted';
}

async function show(key: string, host: ScrollHost, signal: AbortSignal): Promise<boolean> {
  // The rows that were loaded are rendered by the next frame.
  await new Promise((resolve) => requestAnimationFrame(resolve));
  if (signal.aborted || !host.controller) return false;
  host.reveal?.(key);
  const row = host.controller.findRow(key);
  if (!row) return false;
  host.controller.jumpToRow(row);
  const article = row.querySelector<HTMLElement>('article');
  article?.focus({ preventScroll: true });
  row.toggleAttribute('data-highlighted', true);
  setTimeout(() => row.toggleAttribute('data-highlighted', false), highlightTime);
  return true;
}
