import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  QueryClientProvider,
  type DehydratedState,
} from '@tanstack/react-query';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { StrictMode, Suspense, type ReactElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import {
  Conversation,
  ConversationProvider,
  prefetchConversation,
  useConversationStream,
  useMessage,
  useSuspenseMessages,
} from 'react-conversation-stream';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';

const stored = [
  { id: 'm1', text: 'Hello' },
  { id: 'm2', text: 'World' },
];

function Row({ messageKey }: { readonly messageKey: string }): ReactElement {
  return <li>{useMessage(messageKey)?.id}</li>;
}

function Rows(): ReactElement {
  const { keys, continuity } = useConversationStream();
  return (
    <ol aria-label={continuity}>
      {keys.map((key) => (
        <Row key={key} messageKey={key} />
      ))}
    </ol>
  );
}

function SuspenseRows(): ReactElement {
  const { messages, continuity } = useSuspenseMessages();
  return (
    <ol aria-label={continuity}>
      {messages.map(({ key }) => (
        <Row key={key} messageKey={key} />
      ))}
    </ol>
  );
}

interface PageProps {
  readonly transport: ScriptedTransport;
  readonly queryClient: QueryClient;
  readonly state: DehydratedState;
  readonly children: ReactElement;
}

function Page({ transport, queryClient, state, children }: PageProps): ReactElement {
  return (
    <QueryClientProvider client={queryClient}>
      <HydrationBoundary state={state}>
        <ConversationProvider transport={transport}>
          <Conversation id="c1">
            <Suspense fallback={<i>Loading</i>}>{children}</Suspense>
          </Conversation>
        </ConversationProvider>
      </HydrationBoundary>
    </QueryClientProvider>
  );
}

/** What a server sends: the page, and the cache it was rendered from. */
async function serve(children: ReactElement): Promise<{ html: string; state: DehydratedState }> {
  const queryClient = new QueryClient();
  const transport = createScriptedTransport({ conversations: { c1: stored } });
  await prefetchConversation(queryClient, transport, 'c1');
  const state = JSON.parse(JSON.stringify(dehydrate(queryClient))) as DehydratedState;
  const html = renderToString(<Page {...{ transport, queryClient, state, children }} />);
  queryClient.clear();
  return { html, state };
}

/** The page in the browser. Everything React complains about is noted. */
async function hydratePage(html: string, page: ReactElement) {
  const container = document.createElement('div');
  document.body.append(container);
  container.innerHTML = html;
  const firstRow = container.querySelector('li');
  const complaints = [
    vi.spyOn(console, 'error').mockImplementation(() => {}),
    vi.spyOn(console, 'warn').mockImplementation(() => {}),
  ];
  const onRecoverableError = vi.fn();
  const root = await act(async () => hydrateRoot(container, page, { onRecoverableError }));
  onTestFinished(() => {
    act(() => root.unmount());
    container.remove();
  });
  return { container, firstRow, complaints: [...complaints, onRecoverableError] };
}

afterEach(cleanup);

describe.each([
  ['useConversationStream', <Rows key="rows" />],
  ['useSuspenseMessages', <SuspenseRows key="rows" />],
])('hydration of a page with %s', (_, rows) => {
  it('shows the rows on the server and takes them over with no warning and one proving read', async () => {
    const { html, state } = await serve(rows);
    expect(html).toContain('<li>m1</li><li>m2</li>');
    expect(html).not.toContain('Loading');

    const transport = createScriptedTransport({ conversations: { c1: stored } });
    const queryClient = new QueryClient();
    const { firstRow, container, complaints } = await hydratePage(
      html,
      <StrictMode>
        <Page {...{ transport, queryClient, state }}>{rows}</Page>
      </StrictMode>,
    );
    await screen.findByLabelText('live');
    transport.emit('c1', { id: 'm3', text: '' });
    await screen.findByText('m3');
    for (const complaint of complaints) expect(complaint).not.toHaveBeenCalled();
    expect(container.querySelector('li')).toBe(firstRow);
    expect(transport.requests.map(({ kind }) => kind).toSorted()).toEqual(['feed', 'history']);
  });

  it('that is older than the server’s history heals', async () => {
    const { html, state } = await serve(rows);
    const transport = createScriptedTransport({
      conversations: {
        c1: [
          { id: 'm2', text: 'Edited' },
          { id: 'm3', text: '' },
        ],
      },
    });
    const queryClient = new QueryClient();
    const { container, complaints } = await hydratePage(
      html,
      <Page {...{ transport, queryClient, state }}>{rows}</Page>,
    );
    await screen.findByLabelText('live');
    await waitFor(() => expect(container).toHaveTextContent('m2m3'));
    for (const complaint of complaints) expect(complaint).not.toHaveBeenCalled();
  });
});
