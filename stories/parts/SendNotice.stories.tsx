import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { fn } from 'storybook/test';
import { inMessage } from './messageDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/SendNotice',
  component: Transcript.SendNotice,
  parameters: partPage({
    about:
      'Where a message of one’s own is that the server has not confirmed. Failed it is a `Transcript.RetryNotice`.',
    anatomy: `<Transcript.Message message={message}>
  <Transcript.SendNotice />
</Transcript.Message>`,
    attributes: {
      'data-part': '`send-notice`, failed `retry-notice`',
      'data-status': '`queued`, `sending` or `failed`',
    },
    tokens: ['text-meta', 'ink-muted', 'danger-ink'],
  }),
} satisfies Meta<typeof Transcript.SendNotice>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Queued: Story = { decorators: [inMessage({ role: 'user', status: 'queued' })] };
export const Sending: Story = { decorators: [inMessage({ role: 'user', status: 'sending' })] };
export const Failed: Story = {
  decorators: [inMessage({ role: 'user', status: 'failed' }, { onRetry: fn(), onDiscard: fn() })],
};
