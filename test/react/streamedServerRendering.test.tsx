// @vitest-environment node
import { dehydrate, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Suspense, type ReactElement } from 'react';
import { renderToPipeableStream } from 'react-dom/server';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
  useMessage,
  useSuspenseMessages,
  type ConversationClient,
} from 'react-conversation-stream';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import { describe, expect, it } from 'vitest';

function Row({ messageKey }: { readonly messageKey: string }): ReactElement {
  return <li>{useMessage(messageKey)?.id}</li>;
}

function Rows(): ReactElement {
  const { messages, continuity } = useSuspenseMessages();
  return (
    <ol aria-label={continuity}>
      {messages.map(({ key }) => (
        <Row key={key} messageKey={key} />
      ))}
    </ol>
  );
}

function App({ client }: { readonly client: ConversationClient }): ReactElement {
  return (
    <ConversationProvider client={client}>
      <Conversation id="c1">
        <Suspense fallback={<i>Loading</i>}>
          <Rows />
        </Suspense>
      </Conversation>
    </ConversationProvider>
  );
}

/** The page as a browser gets it, when everything in it has come. */
async function renderPage(page: ReactElement, errors: unknown[] = []): Promise<string> {
  const body = new PassThrough();
  const { pipe } = renderToPipeableStream(page, {
    onAllReady: () => void pipe(body),
    onError: (error) => void errors.push(error),
  });
  return text(body);
}

/** What a server does for one request: a client of its own, ended with the request. */
async function serve(transport: ScriptedTransport, queryClient = new QueryClient()) {
  const client = createConversationClient({ transport, queryClient });
  const errors: unknown[] = [];
  const html = await renderPage(
    <QueryClientProvider client={queryClient}>
      <App client={client} />
    </QueryClientProvider>,
    errors,
  );
  const state = JSON.stringify(dehydrate(queryClient));
  client.dispose();
  queryClient.clear();
  return { html, state, errors };
}

const messagesOf = (name: string) => [
  { id: `${name}-1`, text: 'Hello' },
  { id: `${name}-2`, text: 'World' },
];

describe('useSuspenseMessages on a server', () => {
  it('renders the rows into the stream, rows read by key included, with one request and no stream', async () => {
    const transport = createScriptedTransport({ conversations: { c1: messagesOf('m') } });
    const { html, errors } = await serve(transport);
    expect(html).toContain('<li>m-1</li><li>m-2</li>');
    expect(errors).toEqual([]);
    expect(transport.requests.map(({ kind }) => kind).toSorted()).toEqual(['history']);
  });

  it('works without a query client, and with a transport given to the provider', async () => {
    const transport = createScriptedTransport({ conversations: { c1: messagesOf('m') } });
    const html = await renderPage(
      <ConversationProvider transport={transport}>
        <Conversation id="c1">
          <Suspense fallback={<i>Loading</i>}>
            <Rows />
          </Suspense>
        </Conversation>
      </ConversationProvider>,
    );
    expect(html).toContain('<li>m-1</li><li>m-2</li>');
    expect(transport.countRequests('history')).toBe(1);
  });

  it('hands what it read to the browser with the dehydrated cache', async () => {
    const { state } = await serve(
      createScriptedTransport({ conversations: { c1: messagesOf('m') } }),
    );
    expect(state).toContain('m-2');
  });

  it('serves users at the same time, each from a client of its own', async () => {
    const pages = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const name = `user${index}`;
        const { html, state } = await serve(
          createScriptedTransport({ scope: name, conversations: { c1: messagesOf(name) } }),
        );
        return { name, html, state };
      }),
    );
    for (const { name, html, state } of pages) {
      expect(html.match(/user\d+-\d/g)).toEqual([`${name}-1`, `${name}-2`]);
      expect(new Set(state.match(/user\d+-/g))).toEqual(new Set([`${name}-`]));
    }
  });

  it('leaves the fallback to the browser when history is refused', async () => {
    const transport = createScriptedTransport({ conversations: { c1: messagesOf('m') } });
    transport.fault({ kind: 'refuse', request: 'history', times: 1, error: 'bad_request' });
    const { html, errors, state } = await serve(transport);
    expect(html).toContain('<i>Loading</i>');
    expect(html).not.toContain('<li>');
    expect(errors).toEqual([expect.objectContaining({ code: 'bad_request' })]);
    expect(JSON.parse(state)).toMatchObject({ queries: [] });
  });
});
