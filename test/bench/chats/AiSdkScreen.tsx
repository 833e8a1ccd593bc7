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

function createScreen(
  ShownRow: ComponentType<{ readonly message: UIMessage }>,
  throttle?: number,
): Screen {
  return function AiSdkScreen({ length, deltas }: ScreenProps) {
    const [options] = useState(() => ({
      messages: createAiSdkMessages(length),
      transport: createAiSdkTransport(deltas),
      ...(throttle !== undefined && { experimental_throttle: throttle }),
    }));
    const { messages, sendMessage } = useChat(options);
    return (
      <Frame onSend={() => void sendMessage({ text: 'Go on.' })}>
        {messages.slice(-shownRows).map((message) => (
          <ShownRow key={message.id} message={message} />
        ))}
      </Frame>
    );
  };
}

/** `useChat` of the AI SDK with memoised rows: no quick start has them, every guide to speed does. */
export const AiSdkScreen: Screen = createScreen(memo(MessageRow));
/** As its quick start has it. */
export const AiSdkPlainScreen: Screen = createScreen(MessageRow);
/** With its own throttle, at what its documentation shows: for those who would rather wait. */
export const AiSdkThrottledScreen: Screen = createScreen(memo(MessageRow), 50);
