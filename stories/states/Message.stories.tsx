import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConversationError } from 'react-conversation-stream';
import { Message } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { pickedActions } from '../stage/argTypes.ts';
import { partDecorator } from '../parts/partDecorator.tsx';
import { shownMessage } from '../stage/shownMessage.ts';

/** One message: who, when, what, and what became of it. The line at its side tells author and state. */
const meta = {
  title: 'States/Message',
  component: Message,
  decorators: [partDecorator],
  argTypes: pickedActions,
} satisfies Meta<typeof Message>;

export default meta;
type Story = StoryObj<typeof meta>;

const text = 'The key waits in the box with your name.';

export const Assistant: Story = { args: { message: shownMessage('1', { text }) } };

export const Human: Story = {
  args: {
    message: shownMessage('1', { text, author: { id: 'i', name: 'Inês Carvalho', kind: 'human' } }),
  },
};

export const Own: Story = { args: { message: shownMessage('1', { role: 'user', text }) } };

export const System: Story = {
  args: { message: shownMessage('1', { role: 'system', text: 'Inês Carvalho joined.' }) },
};

export const Queued: Story = {
  args: { message: shownMessage('1', { role: 'user', text, status: 'queued' }) },
};

export const Sending: Story = {
  args: { message: shownMessage('1', { role: 'user', text, status: 'sending' }) },
};

export const Failed: Story = {
  args: {
    message: shownMessage('1', { role: 'user', text, status: 'failed' }),
    onRetry: fn(),
    onDiscard: fn(),
  },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expect(args.onRetry).toHaveBeenCalledWith('1');
  },
};

/** It could not be sent for over an hour, and is not sent unasked. */
export const Waited: Story = {
  args: {
    message: shownMessage('1', {
      role: 'user',
      text,
      status: 'failed',
      error: new ConversationError('waited_too_long', 'Not sent for over an hour.'),
    }),
    onRetry: fn(),
    onDiscard: fn(),
  },
  play: async ({ args, canvas, userEvent }) => {
    await expect(canvas.getByText('Not sent for over an hour. Send it now?')).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Send now' }));
    await expect(args.onRetry).toHaveBeenCalledWith('1');
  },
};

export const Streaming: Story = {
  args: { message: shownMessage('1', { text: 'The key waits in', status: 'streaming' }) },
};

export const Stopped: Story = {
  args: { message: shownMessage('1', { text: 'The key waits in', status: 'stopped' }) },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Stopped')).toBeVisible();
  },
};

export const Interrupted: Story = {
  args: { message: shownMessage('1', { text: 'The key waits in', status: 'interrupted' }) },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Connection lost — answer incomplete')).toBeVisible();
  },
};

/** Where the backend may be writing still, it can go on; where it can, there is another answer. */
export const InterruptedWithWaysOn: Story = {
  args: {
    message: shownMessage('1', { text: 'The key waits in', status: 'interrupted' }),
    onContinue: fn(),
    onRegenerate: fn(),
  },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Continue' }));
    await expect(args.onContinue).toHaveBeenCalledTimes(1);
  },
};

/** Where the backend cannot go on, what it stored can be read. */
export const InterruptedAndStored: Story = {
  args: {
    message: shownMessage('1', { text: 'The key waits in', status: 'interrupted' }),
    onReload: fn(),
  },
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Look for the rest' }));
    await expect(args.onReload).toHaveBeenCalledTimes(1);
  },
};

export const AnswerFailed: Story = {
  args: { message: shownMessage('1', { text: 'The key waits in', status: 'error' }) },
};

/** Its address was good for a while only. */
export const AttachmentExpired: Story = {
  args: {
    message: shownMessage('1', {
      text: '',
      parts: [
        {
          type: 'file',
          mediaType: 'application/pdf',
          filename: 'confirmation.pdf',
          url: 'https://files.example/confirmation.pdf',
        },
      ],
      metadata: {
        attachments: [
          { url: 'https://files.example/confirmation.pdf', expiresAt: '2026-01-02T12:10:00.000Z' },
        ],
      },
    }),
    onReload: fn(),
  },
  play: async ({ args, canvas, userEvent }) => {
    await expect(canvas.queryByRole('link')).toBeNull();
    await userEvent.click(canvas.getByRole('button', { name: 'Renew' }));
    await expect(args.onReload).toHaveBeenCalledTimes(1);
  },
};

/** A link only for http and https: any other address is shown as a name. */
export const Attachments: Story = {
  args: {
    message: shownMessage('1', {
      text: '',
      parts: [
        { type: 'text', text: 'Your confirmation:' },
        {
          type: 'file',
          mediaType: 'application/pdf',
          filename: 'confirmation.pdf',
          url: 'https://files.example/confirmation.pdf',
        },
        // oxlint-disable-next-line no-script-url
        { type: 'file', mediaType: 'text/html', filename: 'trap.html', url: 'javascript:alert(1)' },
      ],
    }),
  },
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('link')).toHaveLength(1);
    await expect(canvas.getByText('trap.html')).toBeVisible();
  },
};
