import type { Decorator } from '@storybook/react-vite';
import type { Message } from 'react-conversation-stream';
import { Transcript, type MessageActions } from 'react-conversation-stream/ui';
import { shownMessage } from '../stage/shownMessage.ts';

/** Puts a part into the message it speaks of. */
export const inMessage =
  (given: Partial<Message> = {}, actions: MessageActions = {}): Decorator =>
  (Story) => (
    <div className="cs-transcript stage-part">
      <Transcript.Message
        message={shownMessage('1', { text: 'The key waits in the box with your name.', ...given })}
        {...actions}
      >
        <Story />
      </Transcript.Message>
    </div>
  );
