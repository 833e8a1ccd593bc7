import { StrictMode, version, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
  getMessageText,
  useConnection,
  useConversationStream,
  useMessages,
} from 'react-conversation-stream';
import { MarkdownText } from 'react-conversation-stream/markdown';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { ConversationFeed } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';

/* Hooks and components side by side on one conversation. */
const transport = createScriptedTransport({
  conversations: { demo: ['Earlier one', 'Earlier two'] },
  reply: (message) => `**You said:** ${getMessageText(message)}`,
});
const components = { Text: MarkdownText };
const client = createConversationClient({ transport });

function Facts(): ReactElement {
  const { messages } = useMessages(undefined, { select: (all) => all.map(getMessageText) });
  const { status, continuity } = useConnection();
  const { sendMessage } = useConversationStream();
  return (
    <aside>
      <p data-fact="react">{version}</p>
      <p data-fact="connection">{`${status} ${continuity} ${transport.openStreams}`}</p>
      <p data-fact="messages">{messages.join(' | ')}</p>
      <button onClick={() => void sendMessage('By a hook')}>Say it</button>
      <button onClick={() => transport.fault({ kind: 'drop' })}>Drop</button>
    </aside>
  );
}

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <ConversationProvider client={client}>
      <Conversation id="demo">
        <Facts />
        <ConversationFeed components={components} style={{ height: 600 }} />
      </Conversation>
    </ConversationProvider>
  </StrictMode>,
);
