import { ConversationError, type ConversationEvent, type StreamEvent } from '../../core/index.ts';

interface ReplyOptions {
  readonly conversationId: string;
  readonly messageId: string;
  /** Epoch ms; asked when the reply begins. */
  readonly getCreatedAt: () => number;
  readonly secrets: readonly string[] | undefined;
}

interface ReplyReader {
  /** `[DONE]` or an error came: nothing after it counts. */
  readonly isOver: boolean;
  read(batch: readonly StreamEvent[]): readonly ConversationEvent[];
  /** What to tell when the stream ends early: that there is a reply, even if not a word of it came. */
  cut(): readonly ConversationEvent[];
}

const partId = 'text';

/**
 * Puts a reply together. It is `complete` only if every event came: numbers rise by one from 1, `[DONE]`
 * included, and all could be read. Otherwise it is left without an end, for history to tell (PROTOCOLS §5.3).
 */
export function createReplyReader(options: ReplyOptions): ReplyReader {
  const { conversationId, messageId, secrets } = options;
  const isNext = createNumberCheck();
  let events: ConversationEvent[] = [];
  let text = '';
  let isStarted = false;
  let hasText = false;
  let isWhole = true;
  let isOver = false;

  const start = (): void => {
    if (isStarted) return;
    isStarted = true;
    const createdAt = options.getCreatedAt();
    const role = 'assistant';
    const message = { id: messageId, conversationId, role, parts: [], createdAt } as const;
    events.push({ type: 'message-start', message: { ...message, isProvisional: true } });
  };
  /** The deltas of one chunk are one change. */
  const flush = (): void => {
    if (text === '') return;
    start();
    const part = { type: 'text', text, state: 'streaming' } as const;
    events.push(
      hasText
        ? { type: 'part-delta', messageId, partId, delta: text }
        : { type: 'part-set', messageId, partId, part },
    );
    hasText = true;
    text = '';
  };
  const end = (status: 'complete' | 'error', error?: ConversationError): void => {
    flush();
    start();
    isOver = true;
    const detail = error ? { error } : {};
    if (error || isWhole) events.push({ type: 'message-end', messageId, status, ...detail });
  };
  const lose = (code: 'skipped_event' | 'malformed_event', data: string): void => {
    isWhole = false;
    events.push({ type: 'diagnostic', code, detail: data.slice(0, 200), isLossy: true });
  };
  const readJson = (data: string): void => {
    const event = parse(data);
    if (!event) return lose('malformed_event', data);
    const { type, text: delta, status, message } = event;
    if (type === 'delta' && typeof delta === 'string') text += delta;
    else if (type === 'delta') lose('malformed_event', data);
    else if (type === 'error') end('error', createAgentError(message, secrets));
    else if (type === 'status' && typeof status === 'string') events.push({ type, status });
    else events.push({ type: 'diagnostic', code: 'unknown_event', detail: data.slice(0, 200) });
  };
  const readEvent = (event: StreamEvent): void => {
    const place = isNext(event);
    if (place === 'again') return;
    if (place !== 'next') lose('skipped_event', `id ${event.lastEventId}`);
    // Put behind what it came before, it would make a text that nobody said.
    if (place === 'late') return;
    if (event.data === '[DONE]') end('complete');
    // An event by another name says nothing known; one without data says nothing at all.
    else if (event.type === 'message' && event.data !== '') readJson(event.data);
  };
  const take = (work: () => void): readonly ConversationEvent[] => {
    work();
    flush();
    const taken = events;
    events = [];
    return taken;
  };
  return {
    get isOver() {
      return isOver;
    },
    read: (batch) =>
      take(() => {
        for (const event of batch) if (!isOver) readEvent(event);
      }),
    cut: () => take(start),
  };
}

/**
 * Follows the ids of one response. Without one on the first event they are not checked: an older revision of
 * the API had none. The same event told again is `again`; another that comes after its place is `late`;
 * anything else but the next number is a `jump`.
 */
function createNumberCheck(): (event: StreamEvent) => 'next' | 'again' | 'late' | 'jump' {
  const seen = new Map<string, string>();
  let isNumbered: boolean | undefined;
  let last = 0;
  return ({ type, lastEventId: id, data }) => {
    isNumbered ??= /^\d+$/.test(id);
    if (!isNumbered) return 'next';
    // Put in by somebody on the way, an event has no id of its own and shows the one before.
    if (seen.get(id) === data || (type !== 'message' && seen.has(id))) return 'again';
    seen.set(id, data);
    const number = Number(id);
    if (number < last) return 'late';
    const isNext = number === last + 1;
    last = number;
    return isNext ? 'next' : 'jump';
  };
}

function parse(data: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return (JSON.parse(data) ?? {}) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function createAgentError(
  message: unknown,
  secrets: readonly string[] | undefined,
): ConversationError {
  const text = typeof message === 'string' && message !== '' ? message : 'The reply failed.';
  return new ConversationError('agent_error', text, { secrets });
}
