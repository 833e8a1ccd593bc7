import type { Meta, StoryObj } from '@storybook/react-vite';
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
      'Says that the message it is in was not sent, and offers to try again or to give it up. Nothing is there for any other message.',
    anatomy: `<Transcript.Message message={message}>
  <Transcript.RetryNotice />
</Transcript.Message>`,
    attributes: {
      'data-part': '`retry-notice`',
      'data-status': '`failed`',
    },
    tokens: ['text-ui', 'danger-ink'],
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
