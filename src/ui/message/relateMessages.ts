import type { Message } from '../../react/index.ts';
import { formatDay } from '../settings/formatDate.ts';
import type { Dates } from '../settings/useDates.ts';
import { getAuthorKind } from './authorName.ts';

/** How a row stands to the one before it: on another day, part of the same group, or neither. */
export type Relation = 'new-day' | 'continued' | 'apart';

const longestPause = 5 * 60_000;

/** Groups rows of one author that are less than five minutes apart (EXPERIENCE §3). */
export function relateMessages(
  previous: Message | undefined,
  message: Message,
  dates: Dates,
): Relation {
  if (previous === undefined) return 'new-day';
  const isSameDay = formatDay(previous.createdAt, dates) === formatDay(message.createdAt, dates);
  if (!isSameDay) return 'new-day';
  const pause = message.createdAt - previous.createdAt;
  return isSameAuthor(previous, message) && pause < longestPause ? 'continued' : 'apart';
}

function isSameAuthor(previous: Message, message: Message): boolean {
  return (
    getAuthorKind(previous) === getAuthorKind(message) && previous.author?.id === message.author?.id
  );
}
