import { common, createLowlight } from 'lowlight';
import { StrictMode, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
} from 'react-conversation-stream';
import { createHighlighter, createMarkdownText } from 'react-conversation-stream/markdown';
import 'react-conversation-stream/styles.css';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { ConversationFeed, Transcript } from 'react-conversation-stream/ui';
import './page.css';
import { createHistory, wholeReply } from './wholeKit.ts';

const shape = location.search === '?turn' ? 'turn' : 'feed';
const transport = createScriptedTransport({
  shape,
  conversations: { c1: createHistory(400) },
  ...(shape === 'turn' && { reply: wholeReply, pace: { delay: 0, interval: 8 } }),
});
const client = createConversationClient({ transport, pageSize: 500 });

const components = {
  Text: createMarkdownText({
    imageOrigins: ['self'],
    highlight: createHighlighter(async () => createLowlight(common)),
  }),
  Avatar: (): ReactElement => <Transcript.Avatar src="/portrait.svg" />,
};

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ConversationProvider client={client}>
      <Conversation id="c1">
        <ConversationFeed
          virtualize
          firstUnreadId={shape === 'feed' ? 'row380' : undefined}
          follow={shape === 'turn' ? 'turn-top' : 'end'}
          components={components}
        />
      </Conversation>
    </ConversationProvider>
  </StrictMode>,
);

Object.assign(window, { transport });
