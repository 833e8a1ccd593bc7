import type { ChatModelAdapter, ThreadMessageLike } from '@assistant-ui/core';
import { createPlainMessages } from '../messages.ts';
import type { DeltaFeed } from './deltaFeed.ts';

export function createAssistantUiMessages(length: number): ThreadMessageLike[] {
  return createPlainMessages(length).map(({ id, role, text, createdAt }) => ({
    id,
    role,
    content: text,
    createdAt: new Date(createdAt),
  }));
}

/** Answers with the whole text so far per delta, as assistant-ui's adapters are to. */
export function createAssistantUiModel(deltas: DeltaFeed): ChatModelAdapter {
  return {
    async *run() {
      let text = '';
      for await (const delta of deltas.read()) {
        text += delta;
        yield { content: [{ type: 'text', text }] };
      }
    },
  };
}
