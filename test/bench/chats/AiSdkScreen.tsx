import { useChat } from '@ai-sdk/react';
import type { UIMessage } from 'ai';
import { memo, useState, type ComponentType, type ReactElement } from 'react';
import { createAiSdkMessages, createAiSdkTransport, getAiSdkText } from './aiSdk.ts';
import { Frame, shownRows } from './Frame.tsx';
import { Row } from './Row.tsx';
import type { Screen, ScreenProps } from './screen.ts';

function MessageRow({ message }: { readonly message: UIMessage }): ReactElement {
  return <Row id={message.id} role={message.role} text={getAiSdkText(message)} />;
}

function createScreen(ShownRow: ComponentType<{ readonly message: UIMessage }>): Screen {
  return function AiSdkScreen({ length, deltas }: ScreenProps) {
    const [options] = useState(() => ({
      messages: createAiSdkMessages(length),
      transport: createAiSdkTransport(deltas),
    }));
    const { messages, sendMessage } = useChat(options);
    return (
      <Frame onSend={() => sendMessage({ text: 'Go on.' })}>
        {messages.slice(-shownRows).map((message) => (
          <ShownRow key={message.id} message={message} />
        ))}
      </Frame>
    );
  };
}

/** `useChat` of the AI SDK with memoised rows: its quick start has none, a fast app does. */
export const AiSdkScreen: Screen = createScreen(memo(MessageRow));
/** As its quick start has it. */
export const AiSdkPlainScreen: Screen = createScreen(MessageRow);
