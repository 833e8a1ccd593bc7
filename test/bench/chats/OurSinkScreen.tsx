import { memo, useLayoutEffect, useRef, type ReactElement } from 'react';
import { useConversation, useMessage, useMessageKeys } from 'react-conversation-stream';
import { getMessageText, selectMessage } from 'react-conversation-stream/core';
import { Frame, shownRows } from './Frame.tsx';
import { OurClient } from './OurScreen.tsx';
import type { ScreenProps } from './screen.ts';

/** Rows on our hooks whose text goes past React: what `<MessageText>` does in a transcript, in the rows of the others. */
export function OurSinkScreen(props: ScreenProps): ReactElement {
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

const role = { select: (message: { readonly role: string }) => message.role };

const MessageRow = memo(function MessageRow({ messageKey }: { readonly messageKey: string }) {
  return (
    <article>
      <b>{useMessage(messageKey, undefined, role)}</b>
      <SunkText messageKey={messageKey} />
    </article>
  );
});

function SunkText({ messageKey }: { readonly messageKey: string }): ReactElement {
  const { store, subscribeMessage } = useConversation();
  const ref = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const shown = new Text();
    ref.current!.replaceChildren(shown);
    const follow = (): void => {
      const message = selectMessage(store.getState(), messageKey);
      if (message) shown.appendData(getMessageText(message).slice(shown.length));
    };
    follow();
    return subscribeMessage(messageKey, follow);
  }, [store, subscribeMessage, messageKey]);
  return <p ref={ref} />;
}
