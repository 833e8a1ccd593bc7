import { EventType, type StreamChunk } from '@tanstack/ai';
import { stream, type ConnectConnectionAdapter, type UIMessage } from '@tanstack/ai-client';
import { answerId, createPlainMessages } from '../messages.ts';
import type { DeltaFeed } from './deltaFeed.ts';

export function createTanstackAiMessages(length: number): UIMessage[] {
  return createPlainMessages(length).map(({ id, role, text, createdAt }) => ({
    id,
    role,
    parts: [{ type: 'text', content: text }],
    createdAt: new Date(createdAt),
  }));
}

/** Answers with one chunk per delta, as TanStack AI's own wire has it. */
export function createTanstackAiConnection(deltas: DeltaFeed): ConnectConnectionAdapter {
  return stream(() => createChunks(deltas));
}

export function getTanstackAiText({ parts }: UIMessage): string {
  return parts.map((part) => (part.type === 'text' ? part.content : '')).join('');
}

async function* createChunks(deltas: DeltaFeed): AsyncGenerator<StreamChunk, void, undefined> {
  const at = { messageId: answerId };
  yield { type: EventType.RUN_STARTED, threadId: 'thread', runId: 'run' };
  yield { type: EventType.TEXT_MESSAGE_START, ...at, role: 'assistant' };
  for await (const delta of deltas.read())
    yield { type: EventType.TEXT_MESSAGE_CONTENT, ...at, delta };
}
