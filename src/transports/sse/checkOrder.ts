import { ConversationError, type ServerMessage } from '../../core/index.ts';
import type { SseHistoryOptions } from './sseOptions.ts';

/**
 * Throws when a page, oldest first by what `order` says, runs backwards from end to end: the page before it would
 * be asked for by the wrong message, and bring nothing. Two messages may be a matter of clocks.
 */
export function checkOrder(
  messages: readonly ServerMessage[],
  order: SseHistoryOptions['order'] = 'oldest-first',
): void {
  const places = messages.map(({ sequence, createdAt }) => sequence ?? createdAt);
  const isBackwards = places.every((place, index) => !(place > places[index - 1]!));
  if (places.length < 3 || !isBackwards || places[0] === places.at(-1)) return;
  throw new ConversationError(
    'invalid_response',
    `The server lists messages the other way round than history.order says: '${order}'.`,
  );
}
