/** A message of the emulated backend. */
export interface WireMessage {
  readonly id: string;
  readonly text: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Other fields of the JSON, e.g. `message_type`. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Where virtual time begins. */
export const epoch = Date.UTC(2026, 4, 2, 10);
export const conversationId = 'cv_1';
export const agentId = 'ag_1';
export const baseUrl = 'https://bimpe.test/api/v1/console';

/** `count` messages a second apart, the first one a second after `start`: m01, m02, … */
export function createMessages(count: number, start = epoch): WireMessage[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const id = `m${String(number).padStart(2, '0')}`;
    return { id, text: `n°${number}`, createdAt: start + number * 1_000 };
  });
}

/** The six documented fields (PROTOCOLS §3.3). */
export function toJson({ id, text, createdAt, fields }: WireMessage): Record<string, unknown> {
  return {
    id,
    conversation_id: conversationId,
    role: 'assistant',
    message: text,
    message_type: 'text',
    created_at: new Date(createdAt).toISOString(),
    ...fields,
  };
}

/** One event of the feed, as its bytes stand in PROTOCOLS §3.5. */
export function toFrame(message: WireMessage): string {
  return `id: ${message.id}\nevent: message\ndata: ${JSON.stringify(toJson(message))}\n\n`;
}

export const heartbeat = 'event: heartbeat\ndata: {"ts":1777716680000}\n\n';

/** What the feed replays after a cursor: an id, an ISO time, or nothing for "all of it is new". */
export function listAfter(
  messages: readonly WireMessage[],
  after: string | undefined,
): readonly WireMessage[] {
  if (after === undefined) return messages;
  // Date.parse would take "m01" for January.
  if (/^\d{4}-\d\d-\d\dT/.test(after))
    return messages.filter(({ createdAt }) => createdAt > Date.parse(after));
  return messages.slice(messages.findIndex(({ id }) => id === after) + 1);
}

export function json(value: unknown, init?: ResponseInit): Response {
  const headers = new Headers(init?.headers);
  headers.set('content-type', 'application/json');
  return new Response(JSON.stringify(value), { ...init, headers });
}

export function ticketAnswer(ticket: string): Response {
  return json({ message: 'Success', data: { ticket, expires_in: 60 } }, { status: 201 });
}

/** A page of history, newest first, as `GET …/messages?page=&limit=` answers. */
export function pageAnswer(messages: readonly WireMessage[], query: URLSearchParams): Response {
  const page = Number(query.get('page'));
  const limit = Number(query.get('limit'));
  const newestFirst = messages.toReversed();
  const end = page * limit;
  return json({
    message: 'Success',
    data: newestFirst.slice(end - limit, end).map(toJson),
    meta: { current_page: page, limit, has_next_page: end < messages.length },
  });
}

/** A request that is never answered, yet obeys its signal. */
export function never(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
