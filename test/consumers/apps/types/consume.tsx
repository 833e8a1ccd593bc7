import { QueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import {
  Conversation,
  ConversationProvider,
  conversationKeys,
  createConversationClient,
  isConversationError,
  prefetchConversation,
  useConnection,
  useConversationStream,
  useMessage,
  useMessageKeys,
  useMessages,
  type ConversationTransport,
  type Message,
} from 'react-conversation-stream';
import { readEventStream, selectMessages, streamMessages } from 'react-conversation-stream/core';
import {
  bimpeRoutes,
  createProxyHandler,
  createTicketHandler,
} from 'react-conversation-stream/server';
import { createScriptedTransport, createTestConversation } from 'react-conversation-stream/testing';
import { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';
import { ConversationFeed, Transcript } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';

/* What a strict project writes against the package: it must compile, and what is wrong must not. */
const transport = createBimpeTransport({ agentId: 'ag_1', baseUrl: '/api/bimpe' });
const asPort: ConversationTransport = transport;
const queryClient = new QueryClient();
const client = createConversationClient({ transport, queryClient, pageSize: 50 });

export async function readAll(signal: AbortSignal): Promise<string[]> {
  const texts: string[] = [];
  for await (const message of streamMessages(transport, 'cv_1', { signal })) {
    const type: string | null | undefined = message.metadata?.message_type;
    texts.push(`${message.role} ${type ?? ''}`);
  }
  for await (const { data } of readEventStream(new ReadableStream<Uint8Array>())) texts.push(data);
  const all: readonly Message[] = selectMessages(client.conversation('cv_1').store.getState());
  return [...texts, ...all.map(({ key }) => key)];
}

export async function readCache(): Promise<number> {
  await prefetchConversation(queryClient, transport, 'cv_1');
  await queryClient.invalidateQueries({ queryKey: conversationKeys.messages(transport, 'cv_1') });
  const scripted = createScriptedTransport({ reply: (message) => message.parts.length.toString() });
  return createTestConversation({ messages: ['One'] }).messages.length + scripted.openStreams;
}

function Row({ id }: { readonly id: string }): ReactElement {
  const text = useMessage(id, undefined, { select: (message) => message.status });
  // @ts-expect-error A status is one of a few words.
  const isWrong = text === 'finished';
  return <li data-wrong={isWrong}>{text}</li>;
}

function Rows(): ReactElement {
  const { messages, sendMessage, continuity } = useConversationStream('cv_1');
  const { messages: count } = useMessages('cv_1', { select: (list) => list.length });
  const connection = useConnection('cv_1');
  const send = (): void => {
    sendMessage({ text: `${count + messages.length}` }).catch((error: unknown) => {
      if (isConversationError(error)) console.log(error.code, continuity, connection.status);
    });
  };
  // @ts-expect-error Text, or parts.
  void sendMessage(42);
  return (
    <>
      <ul>
        {useMessageKeys('cv_1').map((key) => (
          <Row key={key} id={key} />
        ))}
      </ul>
      <button onClick={send}>Send</button>
    </>
  );
}

export const App = (): ReactElement => (
  <ConversationProvider client={client}>
    <Conversation id="cv_1">
      <Rows />
      <ConversationFeed labels={{ send: 'Go' }} style={{ height: 400 }} />
      <Transcript.Root />
    </Conversation>
  </ConversationProvider>
);

const upstream = {
  baseUrl: 'https://api.bimpe.ai/api/v1/console',
  apiKey: 'sk',
  authorize: () => true,
};
export const ticket: (request: Request) => Promise<Response> = createTicketHandler(upstream);
export const proxy = createProxyHandler({
  ...upstream,
  routes: bimpeRoutes,
  basePath: '/api/bimpe',
});
export { asPort };
