import type { Meta, StoryObj } from '@storybook/react-vite';
import { PartialNotice, SendNotice } from 'react-conversation-stream/ui';
import { fn } from 'storybook/test';
import { shownMessage } from '../stage/shownMessage.ts';
import { partDecorator } from './partDecorator.tsx';

const own = { role: 'user', text: 'Hello?' } as const;

/** What became of a message of one's own, and of an answer that ended early. */
const meta = {
  title: 'Parts/Notices',
  component: SendNotice,
  subcomponents: { PartialNotice },
  decorators: [partDecorator],
  args: { onRetry: fn(), onDiscard: fn(), message: shownMessage('1', own) },
} satisfies Meta<typeof SendNotice>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Queued: Story = { args: { message: shownMessage('1', { ...own, status: 'queued' }) } };
export const Sending: Story = {
  args: { message: shownMessage('1', { ...own, status: 'sending' }) },
};
export const Failed: Story = { args: { message: shownMessage('1', { ...own, status: 'failed' }) } };
export const Stopped: Story = { render: () => <PartialNotice status="stopped" /> };
export const Interrupted: Story = { render: () => <PartialNotice status="interrupted" /> };
