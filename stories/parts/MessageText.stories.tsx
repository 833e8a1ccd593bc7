import type { Meta, StoryObj } from '@storybook/react-vite';
import { MessageText } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { shownMessage } from '../stage/shownMessage.ts';
import { partDecorator } from './partDecorator.tsx';

const meta = {
  title: 'Parts/MessageText',
  component: MessageText,
  decorators: [partDecorator],
} satisfies Meta<typeof MessageText>;

export default meta;
type Story = StoryObj<typeof meta>;

const text = 'Plain text.\n\n<b>Markup</b> is text, too.';

export const Plain: Story = {
  args: { part: { type: 'text', text }, message: shownMessage('1', { text }) },
  play: async ({ canvasElement }) => {
    await expect(canvasElement.querySelector('b')).toBeNull();
    await expect(canvasElement).toHaveTextContent('<b>Markup</b>');
  },
};
