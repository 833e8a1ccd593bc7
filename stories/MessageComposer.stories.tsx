import type { Meta, StoryObj } from '@storybook/react-vite';
import { MessageComposer } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { getStage, withStage } from './stage/withStage.tsx';

/** Where one writes. Enter sends, Shift+Enter starts a new line. */
const meta = {
  title: 'Components/MessageComposer',
  component: MessageComposer,
} satisfies Meta<typeof MessageComposer>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Default: Story = {
  decorators: [withStage()],
  play: async ({ canvas, canvasElement, userEvent }) => {
    const box = canvas.getByRole('textbox', { name: 'Message' });
    await expect(canvas.getByRole('button', { name: 'Send' })).toBeDisabled();
    await userEvent.type(box, 'Two{Shift>}{Enter}{/Shift}lines');
    await expect(box).toHaveValue('Two\nlines');
    await userEvent.type(box, '{Enter}');
    await expect(box).toHaveValue('');
    const { id, transport } = getStage(canvasElement);
    await expect(transport.messages(id)).toMatchObject([{ parts: [{ text: 'Two\nlines' }] }]);
  },
};

/** A backend that only speaks. */
export const ReadOnly: Story = {
  decorators: [withStage({ capabilities: { canSend: false } })],
  play: async ({ canvas }) => {
    const box = canvas.getByRole('textbox', { name: 'Message' });
    await expect(box).toBeDisabled();
    await expect(box).toHaveAttribute('placeholder', 'Nothing can be sent here.');
  },
};
