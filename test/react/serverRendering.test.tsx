import { act, cleanup, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
  useConversationStream,
  useMessage,
  type ConversationClient,
} from 'react-conversation-stream';
import { createMemoryHistory } from 'react-conversation-stream/core';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';

const stored = [
  { id: 'm1', text: 'Hello' },
  { id: 'm2', text: 'World' },
];

/** A client whose history cache holds two messages, as one filled by a prefetch does. */
function createSeededClient(transport: ScriptedTransport): ConversationClient {
  const history = createMemoryHistory();
  const messages = transport.messages('c1').map((message) => ({ ...message, key: message.id }));
  history.write(transport.scope, 'c1', { messages, hasOlderMessages: false });
  return createConversationClient({ transport, history });
}

function Row({ messageKey }: { readonly messageKey: string }): ReactElement {
  return <li>{useMessage(messageKey)?.id}</li>;
}

function App({ client }: { readonly client: ConversationClient }): ReactElement {
  return (
    <ConversationProvider client={client}>
      <Conversation id="c1">
        <Rows />
      </Conversation>
    </ConversationProvider>
  );
}

function Rows(): ReactElement {
  const { keys, connection, messages } = useConversationStream();
  return (
    <ol aria-label={connection.status} data-count={messages.length}>
      {keys.map((key) => (
        <Row key={key} messageKey={key} />
      ))}
    </ol>
  );
}

afterEach(cleanup);

describe('rendering on a server', () => {
  it('connects nothing', async () => {
    const transport = createScriptedTransport({ conversations: { c1: stored } });
    const html = renderToString(<App client={createConversationClient({ transport })} />);
    await Promise.resolve();
    expect(html).toContain('aria-label="idle"');
    expect(transport.countRequests()).toBe(0);
  });

  it('connects nothing with a client of its own either', async () => {
    const transport = createScriptedTransport({ conversations: { c1: stored } });
    const html = renderToString(
      <ConversationProvider transport={transport}>
        <Conversation id="c1">
          <Rows />
        </Conversation>
      </ConversationProvider>,
    );
    await Promise.resolve();
    expect(html).toContain('data-count="0"');
    expect(transport.countRequests()).toBe(0);
  });

  it('shows what the history cache holds, and hydrates it without a mismatch', async () => {
    const transport = createScriptedTransport({ conversations: { c1: stored } });
    const html = renderToString(<App client={createSeededClient(transport)} />);
    expect(html).toContain('<li>m1</li><li>m2</li>');

    const client = createSeededClient(transport);
    const container = document.createElement('div');
    document.body.append(container);
    container.innerHTML = html;
    const row = container.querySelector('li');
    const onRecoverableError = vi.fn();
    const root = await act(async () =>
      hydrateRoot(container, <App client={client} />, { onRecoverableError }),
    );
    transport.emit('c1', { id: 'm3', text: '' });
    await screen.findByText('m3');
    expect(onRecoverableError).not.toHaveBeenCalled();
    expect(container.querySelector('li')).toBe(row);
    act(() => root.unmount());
    container.remove();
    client.dispose();
  });
});
