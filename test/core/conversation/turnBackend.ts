import {
  ConversationError,
  type ConversationEvent,
  type ConversationTransport,
  type SendMessageRequest,
  type ServerMessage,
} from 'react-conversation-stream/core';
import type { VirtualClock } from '../../helpers/virtualClock.ts';
import { conversationId } from '../feed/wire.ts';
import { createScriptedBackend, type ScriptedBackend } from './scriptedBackend.ts';

type Batch = readonly ConversationEvent[];

/** One request of a turn, which the test answers batch by batch. */
export interface Line {
  readonly after: string | undefined;
  readonly request: SendMessageRequest | undefined;
  readonly isAborted: () => boolean;
  say(...events: ConversationEvent[]): Promise<void>;
  end(error?: Error): Promise<void>;
}

/** A backend that answers in-band. */
export interface TurnBackend extends ScriptedBackend {
  /** Turns asked for, sends and resumes, in order. */
  readonly lines: Line[];
  readonly cancels: string[];
}

export function createTurnBackend(
  clock: VirtualClock,
  given: Partial<ConversationTransport> = {},
  { canResume = false } = {},
): TurnBackend {
  const lines: Line[] = [];
  const cancels: string[] = [];
  const open = (
    signal: AbortSignal,
    after: string | undefined,
    request: SendMessageRequest | undefined,
  ): AsyncIterable<Batch> => ({
    async *[Symbol.asyncIterator]() {
      const queue: (Batch | 'end' | Error)[] = [];
      let wake = (): void => {};
      signal.addEventListener('abort', () => wake());
      const push = async (item: Batch | 'end' | Error): Promise<void> => {
        queue.push(item);
        wake();
        await clock.runFor(20);
      };
      lines.push({
        after,
        request,
        isAborted: () => signal.aborted,
        say: (...events) => push(events),
        end: (error) => push(error ?? 'end'),
      });
      while (!signal.aborted) {
        const item = queue.shift();
        if (item === 'end') return;
        if (item instanceof Error) throw item;
        if (item) yield item;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  });
  const base = createScriptedBackend(clock, {
    openFeed: undefined as never,
    continuity: 'none',
    capabilities: {
      canSend: true,
      canStop: canResume,
      canRegenerate: false,
      canAttach: false,
      canApprove: true,
      isSendIdempotent: false,
      history: 'whole',
    },
    sendMessage: (request) => open(request.signal, undefined, request),
    ...(canResume && {
      resumeTurn: ({ after, signal }) => open(signal, after, undefined),
      async cancelTurn({ conversationId }) {
        cancels.push(conversationId);
      },
    }),
    ...given,
  });
  return Object.assign(base, { lines, cancels });
}

/** The beginning of an answer whose id was made by the client. */
export function begin(id: string, given: Partial<ServerMessage> = {}): ConversationEvent {
  const message: ServerMessage = {
    id,
    conversationId,
    role: 'assistant',
    parts: [],
    createdAt: 0,
    ...given,
  };
  return { type: 'message-start', message };
}

export const text = (messageId: string, value = ''): ConversationEvent => ({
  type: 'part-set',
  messageId,
  partId: 'text',
  part: { type: 'text', text: value, state: 'streaming' },
});

export const delta = (messageId: string, value: string): ConversationEvent => ({
  type: 'part-delta',
  messageId,
  partId: 'text',
  delta: value,
});

export const done = (messageId: string): ConversationEvent => ({
  type: 'message-end',
  messageId,
  status: 'complete',
});

export const dropped = (): ConversationError =>
  new ConversationError('network', 'The connection broke.', { retryable: true });
