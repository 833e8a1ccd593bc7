import type { MessageLog } from '../messageLog.ts';
import type { RecordedMessage } from '../record.ts';
import { json, problem } from '../requestFaults.ts';
import type { Reply } from '../virtualNetwork.ts';
import { toWire } from './wire.ts';

const maxLimit = 100;

/** One numbered page, counted from whichever end `sort` asks for (PROTOCOLS §3.3). */
export function answerHistory(
  url: URL,
  log: MessageLog,
  onDelivered: (listed: readonly RecordedMessage[]) => void,
): Reply & { readonly listed: readonly RecordedMessage[] } {
  const page = Number(url.searchParams.get('page') ?? '1');
  const limit = Number(url.searchParams.get('limit') ?? '20');
  if (!(page >= 1) || !(limit >= 1) || limit > maxLimit)
    return { ...problem(400, 'validation_error'), listed: [] };
  const all = log.list();
  const isNewestFirst = url.searchParams.get('sort') === '-created_at';
  if (isNewestFirst) all.reverse();
  const listed = all.slice((page - 1) * limit, page * limit);
  const oldestFirst = isNewestFirst ? listed.toReversed() : listed;
  const pages = Math.ceil(all.length / limit);
  const meta = {
    total_count: all.length,
    page_count: pages,
    current_page: page,
    limit,
    has_next_page: page < pages,
    has_previous_page: page > 1,
  };
  const body = JSON.stringify({ message: 'Success', data: listed.map(toWire), meta });
  return { ...json(200, body), listed: oldestFirst, onDelivered: () => onDelivered(oldestFirst) };
}

export function answerMessage(url: URL, log: MessageLog): Reply {
  const message = log.find(decodeURIComponent(url.pathname.split('/').at(-1) ?? ''));
  if (!message || message.deletedAt !== undefined) return problem(404, 'not_found');
  return json(200, JSON.stringify({ message: 'Success', data: toWire(message) }));
}
