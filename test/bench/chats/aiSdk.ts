import type { ChatTransport, UIMessage, UIMessageChunk } from 'ai';
import { answerId, createPlainMessages } from '../messages.ts';
import type { DeltaFeed } from './deltaFeed.ts';

export function createAiSdkMessages(length: number): UIMessage[] {
  return createPlainMessages(length).map(({ id, role, text }) => ({
    id,
    role,
    parts: [{ type: 'text', text }],
  }));
}

/** Answers with one chunk per delta, as the AI SDK's own wire has it. */
export function createAiSdkTransport(deltas: DeltaFeed): ChatTransport<UIMessage> {
  return {
    sendMessages: async () => toStream(createChunks(deltas)),
    reconnectToStream: async () => null,
  };
}

export function getAiSdkText({ parts }: UIMessage): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

async function* createChunks(deltas: DeltaFeed): AsyncGenerator<UIMessageChunk, void, undefined> {
  yield { type: 'start', messageId: answerId };
  yield { type: 'start-step' };
  yield { type: 'text-start', id: 'text' };
  for await (const delta of deltas.read()) yield { type: 'text-delta', id: 'text', delta };
}

function toStream<T>(items: AsyncIterator<T>): ReadableStream<T> {
  return new ReadableStream({
    async pull(controller) {
      const next = await items.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
}
