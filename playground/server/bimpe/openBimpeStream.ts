import type { ApiCall, StreamReply } from '../referenceBackend.ts';
import type { SseFrame } from '../sseFrame.ts';
import type { SseStream } from '../sseStream.ts';
import { BimpeError, invalidQuery, notFound } from './bimpeError.ts';
import type { StoredConversation } from './bimpeStore.ts';
import type { BimpeSystem } from './bimpeSystem.ts';
import type { TicketPlace } from './bimpeTickets.ts';
import type { BimpeMessage } from './bimpeTypes.ts';

/** `GET …/{cid}/stream`: replays what was created after the cursor, then follows, with nothing in between (PROTOCOLS §3.5, §3.6). */
export function openBimpeStream(
  system: BimpeSystem,
  call: ApiCall,
  place: TicketPlace,
): StreamReply {
  redeemTicket(system, call, place);
  const stored = system.store.find(place.conversationId);
  if (!stored || stored.agentId !== place.agentId) throw notFound('Conversation');
  checkStreamLimit(system);
  const cursor = readCursor(call);
  if (system.rules.unknownCursor === 'reject' && findStart(stored, cursor) === undefined) {
    throw invalidQuery('after: unknown message id');
  }
  // Asked again when the stream really opens, which a fault may delay.
  const start = (): number => findStart(stored, cursor) ?? stored.messages.length;
  return {
    type: 'stream',
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    },
    preceding: () => stored.messages.slice(0, start()).map(toMessageFrame),
    fieldNames: { text: 'message', conversation: 'conversation_id' },
    run: (stream) => follow(stream, stored, stored.messages.slice(start()), system),
  };
}

function checkStreamLimit({ services, rules }: BimpeSystem): void {
  if (services.countStreams() < rules.maxStreams) return;
  const status = rules.tooManyStreamsStatus;
  throw new BimpeError(status, 'too_many_streams', 'Too many concurrent streams for this team');
}

/** Everything in one go: nothing can be created between the replay and the subscription. */
function follow(
  stream: SseStream,
  stored: StoredConversation,
  replay: readonly BimpeMessage[],
  { services, rules }: BimpeSystem,
): void {
  const sendMessage = (message: BimpeMessage): void => stream.send(toMessageFrame(message));
  for (const message of replay) sendMessage(message);
  stored.followers.add(sendMessage);
  const heartbeat = setInterval(() => {
    if (stream.isIdle) stream.send(toHeartbeatFrame(services.clock.now()));
  }, rules.heartbeatInterval);
  stream.onClose(() => {
    clearInterval(heartbeat);
    stored.followers.delete(sendMessage);
  });
}

function redeemTicket(system: BimpeSystem, call: ApiCall, place: TicketPlace): void {
  const { conversationId } = place;
  if (call.headers.authorization !== undefined || call.headers['x-api-key'] !== undefined) {
    const detail = 'An API key was sent to the stream, which takes only a ticket.';
    system.violations.push({ kind: 'authorization-on-stream', conversationId, detail });
  }
  const ticket = call.query.get('ticket');
  const problem = system.tickets.redeem(ticket, place);
  if (problem === 'used') {
    const detail = `Ticket •••${ticket?.slice(-4)} was used before.`;
    system.violations.push({ kind: 'ticket-reused', conversationId, detail });
  }
  const isSpoilt = call.faults.some((fault) => fault.kind === 'auth-expire');
  if (problem !== undefined || isSpoilt) {
    throw new BimpeError(401, 'unauthorized', `Stream ticket ${problem ?? 'expired'}`);
  }
}

/** The header is the more recent one after a native reconnect, so it wins. */
function readCursor({ headers, query }: ApiCall): string | undefined {
  const header = headers['last-event-id'];
  const cursor = typeof header === 'string' && header !== '' ? header : query.get('after');
  return cursor || undefined;
}

/** Index of the first message created after the cursor, an id or a time; `undefined` when it means nothing here. */
function findStart(stored: StoredConversation, cursor: string | undefined): number | undefined {
  if (cursor === undefined) return stored.messages.length;
  const index = stored.messages.findIndex((message) => message.id === cursor);
  if (index >= 0) return index + 1;
  if (!/^\d{4}-\d{2}-\d{2}T/.test(cursor) || Number.isNaN(Date.parse(cursor))) return undefined;
  const time = new Date(cursor).toISOString();
  return stored.messages.findLastIndex((message) => message.created_at <= time) + 1;
}

function toMessageFrame(message: BimpeMessage): SseFrame {
  const { id, conversation_id, role, message: text, message_type, created_at } = message;
  const event = { id, conversation_id, role, message: text, message_type, created_at };
  return {
    kind: 'message',
    fields: [
      ['id', id],
      ['event', 'message'],
      ['data', JSON.stringify(event)],
    ],
  };
}

function toHeartbeatFrame(ts: number): SseFrame {
  return {
    kind: 'keep-alive',
    fields: [
      ['event', 'heartbeat'],
      ['data', JSON.stringify({ ts })],
    ],
  };
}
