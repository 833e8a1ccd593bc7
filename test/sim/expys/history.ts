import type { MessageLog } from '../messageLog.ts';
import type { RecordedMessage } from '../record.ts';
import { json, problem } from '../requestFaults.ts';
import type { Reply } from '../virtualNetwork.ts';
import { toWire } from './wire.ts';

/** A page from where the cursor points, newest first; what comes or goes does not move it (PROTOCOLS §4.2). */
export function answerHistory(
  url: URL,
  log: MessageLog,
  onDelivered: (listed: readonly RecordedMessage[]) => void,
): Reply & { readonly listed: readonly RecordedMessage[] } {
  const limit = Number(url.searchParams.get('limit') ?? '20');
  const cursor = url.searchParams.get('cursor');
  const end = cursor === null ? log.all.length : Number(cursor.replace('before_', ''));
  const isKnown = limit >= 1 && limit <= 100 && end >= 0 && end <= log.all.length;
  if (!isKnown) return { ...problem(400, 'BAD_REQUEST'), listed: [] };
  const above = log.all.slice(0, end).filter(({ deletedAt }) => deletedAt === undefined);
  const listed = above.slice(-limit);
  const [oldest] = listed;
  const nextCursor =
    oldest && above.length > listed.length ? `before_${log.all.indexOf(oldest)}` : null;
  const messages = listed.toReversed().map(toWire);
  return {
    ...json(200, JSON.stringify({ messages, nextCursor })),
    listed,
    onDelivered: () => onDelivered(listed),
  };
}
