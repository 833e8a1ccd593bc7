import type { UIMessage } from '@tanstack/ai-client';
import { useChat } from '@tanstack/ai-react';
import { memo, useState, type ReactElement } from 'react';
import { Frame, shownRows } from './Frame.tsx';
import { Row } from './Row.tsx';
import type { ScreenProps } from './screen.ts';
import {
  createTanstackAiConnection,
  createTanstackAiMessages,
  getTanstackAiText,
} from './tanstackAi.ts';

const MessageRow = memo(function MessageRow({ message }: { readonly message: UIMessage }) {
  return <Row id={message.id} role={message.role} text={getTanstackAiText(message)} />;
});

/** `useChat` of TanStack AI with memoised rows. */
export function TanstackAiScreen({ length, deltas }: ScreenProps): ReactElement {
  const [options] = useState(() => ({
    initialMessages: createTanstackAiMessages(length),
    connection: createTanstackAiConnection(deltas),
  }));
  const { messages, sendMessage } = useChat(options);
  return (
    <Frame onSend={() => sendMessage('Go on.')}>
      {messages.slice(-shownRows).map((message) => (
        <MessageRow key={message.id} message={message} />
      ))}
    </Frame>
  );
}
