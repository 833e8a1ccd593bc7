import type { Meta, StoryObj } from '@storybook/react-vite';
import { Attachment } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';

const meta = {
  title: 'Parts/Attachment',
  component: Attachment,
  decorators: [partDecorator],
} satisfies Meta<typeof Attachment>;

export default meta;
type Story = StoryObj<typeof meta>;

const url = 'https://files.example/confirmation.pdf';

export const Link: Story = {
  args: { part: { type: 'file', mediaType: 'application/pdf', filename: 'confirmation.pdf', url } },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('link', { name: /confirmation\.pdf/ })).toHaveAttribute(
      'href',
      url,
    );
  },
};

/** Not http or https: no link. */
export const UntrustedAddress: Story = {
  args: {
    part: { type: 'file', mediaType: 'text/html', filename: 'trap.html', url: 'data:text/html,x' },
  },
  play: async ({ canvas }) => {
    await expect(canvas.queryByRole('link')).toBeNull();
  },
};
