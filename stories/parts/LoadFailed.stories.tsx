import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/LoadFailed',
  component: Transcript.LoadFailed,
  decorators: [partDecorator],
  args: { onRetry: fn() },
  parameters: partPage({
    about: 'Says that the first page could not be read, and offers to try again.',
    anatomy: `<Transcript.LoadFailed onRetry={reconcile} />`,
    attributes: {
      'data-part': '`load-failed`',
    },
    tokens: ['ink-muted', 'target', 'radius-m'],
  }),
} satisfies Meta<typeof Transcript.LoadFailed>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Failed: Story = {
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expect(args.onRetry).toHaveBeenCalledTimes(1);
  },
};
