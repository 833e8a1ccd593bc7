import { memo, useState, type ReactElement, type ReactNode } from 'react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
  getMessageText,
  useConversation,
  useMessage,
  useMessageKeys,
} from 'react-conversation-stream';
import { conversationId } from '../messages.ts';
import { Frame, shownRows } from './Frame.tsx';
import { createOurTransport } from './ours.ts';
import { Row } from './Row.tsx';
import type { ScreenProps } from './screen.ts';

/** Plain React rows on our hooks. */
export function OurScreen(props: ScreenProps): ReactElement {
  return (
    <OurClient {...props}>
      <Chat />
    </OurClient>
  );
}

function Chat(): ReactElement {
  const keys = useMessageKeys();
  const { sendMessage } = useConversation();
  return (
    <Frame onSend={() => sendMessage('Go on.')}>
      {keys.slice(-shownRows).map((key) => (
        <MessageRow key={key} messageKey={key} />
      ))}
    </Frame>
  );
}

const MessageRow = memo(function MessageRow({ messageKey }: { readonly messageKey: string }) {
  const message = useMessage(messageKey);
  return message && <Row id={message.id} role={message.role} text={getMessageText(message)} />;
});

export interface OurClientProps extends ScreenProps {
  readonly children: ReactNode;
}

export function OurClient({ length, deltas, children }: OurClientProps): ReactElement {
  const [client] = useState(() =>
    createConversationClient({
      transport: createOurTransport(length, deltas),
      maxMessages: Number.POSITIVE_INFINITY,
    }),
  );
  return (
    <ConversationProvider client={client}>
      <Conversation id={conversationId}>{children}</Conversation>
    </ConversationProvider>
  );
}
