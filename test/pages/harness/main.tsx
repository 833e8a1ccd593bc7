import { StrictMode, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import {
  Conversation,
  ConversationProvider,
  useConversationStream,
  useMessages,
} from 'react-conversation-stream';
import { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';

/** What the tests of this page call. */
export interface Harness {
  /** Mounts `consumers` components on one conversation, in StrictMode. Returns the unmount. */
  mount(consumers: number): () => void;
  /** Mounts and unmounts so many times, every third time letting the stream open first. */
  cycle(times: number): Promise<void>;
}

const { bimpe } = (await (await fetch('/api/config')).json()) as {
  bimpe: { agentId: string; baseUrl: string; streamBaseUrl: string; ticketUrl: string };
};
const transport = createBimpeTransport({
  ...bimpe,
  getTicket: async ({ agentId, conversationId, signal }) => {
    const body = JSON.stringify({ agentId, conversationId });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(bimpe.ticketUrl, { method: 'POST', headers, body, signal });
    return (await response.json()) as { ticket: string; expires_in: number };
  },
});

function Whole(): ReactElement {
  const { messages, continuity } = useConversationStream();
  return (
    <p data-continuity={continuity}>
      {continuity} {messages.length}
    </p>
  );
}

function Reader(): ReactElement {
  return <p>{useMessages(undefined, { live: false }).messages.length}</p>;
}

function mount(consumers: number): () => void {
  const root = createRoot(document.getElementById('root')!);
  flushSync(() =>
    root.render(
      <StrictMode>
        <ConversationProvider transport={transport}>
          <Conversation id="cv_marlowe">
            {Array.from({ length: consumers }, (_, index) => (
              <Whole key={index} />
            ))}
            <Reader />
          </Conversation>
        </ConversationProvider>
      </StrictMode>,
    ),
  );
  return () => flushSync(() => root.unmount());
}

async function untilOpen(): Promise<void> {
  const isOpen = (): boolean => document.querySelector('[data-continuity="live"]') !== null;
  if (isOpen()) return;
  await new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      if (!isOpen()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

async function cycle(times: number): Promise<void> {
  for (let index = 0; index < times; index += 1) {
    const unmount = mount(1);
    // At once, in the middle of the join, and when everything is there.
    if (index % 3 === 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    if (index % 3 === 2 && index % 30 === 2) await untilOpen();
    unmount();
  }
}

Object.assign(window, { harness: { mount, cycle } satisfies Harness });
