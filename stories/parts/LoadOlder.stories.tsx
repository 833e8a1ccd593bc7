import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/LoadOlder',
  component: Transcript.LoadOlder,
  decorators: [partDecorator],
  args: { status: 'ready', onLoad: fn() },
  parameters: partPage({
    about: 'The button before the oldest row; scrolling near it does the same.',
    anatomy: `<Transcript.LoadOlder status={status} onLoad={loadOlderMessages} />`,
    attributes: {
      'data-part': '`load-older`',
      'data-status': '`ready`, `loading` or `failed`',
    },
    tokens: ['target', 'radius-m', 'line', 'ink-muted'],
  }),
} satisfies Meta<typeof Transcript.LoadOlder>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Ready: Story = {
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Load older messages' }));
    await expect(args.onLoad).toHaveBeenCalledTimes(1);
  },
};
export const Loading: Story = { args: { status: 'loading' } };
export const Failed: Story = { args: { status: 'failed' } };
