import { cleanup, render, type RenderResult } from '@testing-library/react';
import { StrictMode, type ReactElement, type ReactNode } from 'react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
  type ConversationClient,
  type ConversationTransport,
} from 'react-conversation-stream';
import { onTestFinished } from 'vitest';

export interface RenderedConversation extends RenderResult {
  readonly client: ConversationClient;
}

export interface RenderConversationOptions {
  readonly id?: string | null;
  readonly strict?: boolean;
  readonly maxMessages?: number;
}

/** Renders inside a provider and the conversation `c1`; ends the client with the test. */
export function renderConversation(
  transport: ConversationTransport,
  ui: ReactElement,
  { id = 'c1', strict = false, ...options }: RenderConversationOptions = {},
): RenderedConversation {
  const client = createConversationClient({ transport, ...options });
  onTestFinished(() => {
    cleanup();
    client.dispose();
  });
  const wrap = (children: ReactNode): ReactElement => {
    const tree = (
      <ConversationProvider client={client}>
        <Conversation id={id}>{children}</Conversation>
      </ConversationProvider>
    );
    return strict ? <StrictMode>{tree}</StrictMode> : tree;
  };
  const view = render(wrap(ui));
  return { ...view, client, rerender: (next) => view.rerender(wrap(next)) };
}
