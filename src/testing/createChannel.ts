import {
  ConversationError,
  type Clock,
  type ConversationEvent,
  type ConversationTransport,
} from '../core/index.ts';
import type { Faults } from './createFaults.ts';
import { createLine, type Batch, type Line } from './createLine.ts';
import { createFaultError } from './scriptedFault.ts';

/** What a server says to everyone who listens, and what it still knows for those who come back. */
export interface Channel {
  /** Where not everything is told again, a reader who resumes is told `lasting` instead: no deltas. */
  publish(events: Batch, lasting?: Batch): void;
  /** A stream of it: `open`, what was missed since `after`, then what is said from now on. */
  join(request: { readonly after?: string; readonly signal: AbortSignal }): AsyncIterable<Batch>;
  /** Nothing more is said: streams end after what they hold, and no timer is left. */
  end(): void;
  interrupt(how: 'drop' | 'close' | 'half-open', error?: ConversationError): void;
  forgetCursors(): void;
  readonly openStreams: number;
  readonly isOver: boolean;
}

interface ChannelOptions {
  readonly clock: Clock;
  /** Ms between keep-alives. */
  readonly heartbeat: number;
  readonly continuity: ConversationTransport['continuity'];
  readonly faults: Faults;
  /** A turn is told event by event, from its start to those who name no cursor; a feed from now on. */
  readonly isTurn: boolean;
  /** What runs at this moment, for those who join a feed in the middle. */
  readonly describeNow: () => Batch;
}

interface Logged {
  readonly cursor: number;
  readonly events: Batch;
}

export function createChannel(options: ChannelOptions): Channel {
  const { clock, heartbeat, continuity, faults, isTurn, describeNow } = options;
  const lines = new Set<Line>();
  const log: Logged[] = [];
  let cursor = 0;
  let horizon = 0;
  let hasEnded = false;
  let timer: unknown;

  const withCursor = (events: Batch): Batch =>
    continuity === 'none' ? events : [...events, { type: 'cursor', cursor: String(cursor) }];
  const describePlace = (place: number): { cursor?: string } =>
    continuity === 'none' ? {} : { cursor: String(place) };
  const deliver = (line: Line, batch: Batch): void => {
    const fault = faults.takeForDelivery();
    if (fault === 'half-open') line.mute();
    if (fault === 'garble') line.push(withCursor([garbled]));
    else line.push(batch);
    if (fault === 'duplicate') line.push(batch);
    if (fault === 'drop') line.end(createFaultError('network'));
  };
  const beat = (): void => {
    for (const line of lines) line.push([]);
  };
  const add = (line: Line): void => {
    if (lines.size === 0 && !hasEnded) timer = clock.setInterval(beat, heartbeat);
    lines.add(line);
  };
  const remove = (line: Line): void => {
    lines.delete(line);
    if (lines.size === 0) clock.clearInterval(timer);
  };
  /** The place to go on from; `undefined` when `after` is unknown or forgotten. */
  const findPlace = (after: string): number | undefined => {
    const place = Number(after);
    if (place >= horizon && place <= cursor) return place;
    if (continuity !== 'cursor-checked') return undefined;
    throw new ConversationError('gone', `The cursor ${after} is too old.`, { status: 410 });
  };
  return {
    publish(events, lasting = events) {
      cursor += 1;
      log.push({ cursor, events: isTurn ? events : lasting });
      const batch = withCursor(events);
      for (const line of lines) {
        // A chance per delta would hit every answer.
        if (events.some(isWhole)) deliver(line, batch);
        else line.push(batch);
      }
    },
    async *join({ after, signal }) {
      const place = after === undefined ? undefined : findPlace(after);
      const isResumed = place !== undefined;
      const from = place ?? (isTurn ? 0 : cursor);
      const missed = log.filter((one) => one.cursor > from);
      const line = createLine();
      line.push([{ type: 'open', ...(isResumed && { resumed: true }), ...describePlace(from) }]);
      const rest = [...missed.flatMap(({ events }) => events), ...(isTurn ? [] : describeNow())];
      if (rest.length > 0) line.push(withCursor(rest));
      if (hasEnded) line.end();
      add(line);
      try {
        yield* line.read(signal);
      } finally {
        remove(line);
      }
    },
    end() {
      hasEnded = true;
      clock.clearInterval(timer);
      for (const line of lines) line.end();
    },
    interrupt(how, error) {
      for (const line of lines) {
        if (how === 'half-open') line.mute();
        else line.end(how === 'drop' ? (error ?? createFaultError('network')) : undefined);
      }
    },
    forgetCursors() {
      cursor += 1;
      horizon = cursor;
    },
    get openStreams() {
      return lines.size;
    },
    get isOver() {
      return hasEnded;
    },
  };
}

/** Faults hit what a message is or becomes, not its deltas. */
function isWhole({ type }: ConversationEvent): boolean {
  return type === 'message' || type === 'message-deleted' || type === 'message-end';
}

const garbled = { type: 'diagnostic', code: 'malformed_event', isLossy: true } as const;
