import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/UnreadSeparator',
  component: Transcript.UnreadSeparator,
  decorators: [partDecorator],
  parameters: partPage({
    about: 'The line before the first message the reader has not seen.',
    anatomy: `<Transcript.UnreadSeparator />`,
    attributes: {
      'data-part': '`unread-separator`',
    },
    tokens: ['text-meta', 'accent', 'gap-turn'],
  }),
} satisfies Meta<typeof Transcript.UnreadSeparator>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Line: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getByText('New messages')).toBeVisible();
  },
};
