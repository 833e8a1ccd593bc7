import type { ReactElement } from 'react';
import { useConversation } from 'react-conversation-stream';
import { ChatTranscript, MessageText, type TextProps } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';
import { SendButton } from './Frame.tsx';
import { OurClient } from './OurScreen.tsx';
import { countRender } from './Row.tsx';
import type { ScreenProps } from './screen.ts';

/** The whole transcript of ours, its rows windowed, its text written past React. */
export function OurTranscriptScreen(props: ScreenProps): ReactElement {
  return (
    <OurClient {...props}>
      <Chat />
    </OurClient>
  );
}

const components = { Text: CountedText };

function Chat(): ReactElement {
  const { sendMessage } = useConversation();
  return (
    <>
      <main style={{ height: 600, display: 'flex', flexDirection: 'column' }}>
        <ChatTranscript components={components} virtualize />
      </main>
      <SendButton onSend={() => sendMessage('Go on.')} />
    </>
  );
}

function CountedText(props: TextProps): ReactElement {
  countRender(props.message.id);
  return <MessageText {...props} />;
}
CountedText.followsText = true;
