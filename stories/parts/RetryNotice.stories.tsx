import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConversationError } from 'react-conversation-stream';
import { Transcript } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { inMessage } from './messageDecorator.tsx';
import { partPage } from './partPage.ts';

const handleRetry = fn();

const meta = {
  title: 'Parts/RetryNotice',
  component: Transcript.RetryNotice,
  parameters: partPage({
    about:
      'Says that, and why, the message it is in was not sent, and offers to send it or to give it up. Nothing is there for any other message.',
    anatomy: `<Transcript.Message message={message}>
  <Transcript.RetryNotice />
</Transcript.Message>`,
    attributes: {
      'data-part': '`retry-notice`',
      'data-status': '`failed`',
      'data-waited': 'present when it could not be sent for over an hour, and asks',
    },
    tokens: ['text-ui', 'danger-ink', 'warn-ink'],
  }),
} satisfies Meta<typeof Transcript.RetryNotice>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Failed: Story = {
  decorators: [
    inMessage({ role: 'user', status: 'failed' }, { onRetry: handleRetry, onDiscard: fn() }),
  ],
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expect(handleRetry).toHaveBeenCalledWith('1');
  },
};

export const Waited: Story = {
  decorators: [
    inMessage(
      {
        role: 'user',
        status: 'failed',
        error: new ConversationError('waited_too_long', 'Not sent for over an hour.'),
      },
      { onRetry: handleRetry, onDiscard: fn() },
    ),
  ],
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('button', { name: 'Send now' })).toBeVisible();
  },
};
