import type { Meta, StoryObj } from '@storybook/react-vite';
import { Attachment } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Attachment',
  component: Attachment,
  decorators: [partDecorator],
  parameters: partPage({
    about:
      'A file as a link. Nothing is fetched before the reader asks for it. An address that is not http or https is named only, and so is one that has expired, with a way to renew it where the app gives `onReload`.',
    anatomy: `<Transcript.Message message={message}>
  <Attachment part={filePart} expiresAt={1767387600000} />
</Transcript.Message>`,
    attributes: {
      'data-part': '`attachment`',
      'data-status': '`linked`, `named` (no address to follow) or `expired`',
    },
    tokens: ['text-ui', 'ink-muted', 'line-strong', 'radius-s', 'focus'],
  }),
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
