import type { Meta, StoryObj } from '@storybook/react-vite';
import { Composer } from 'react-conversation-stream/ui';
import { expect, waitFor } from 'storybook/test';
import { getStage, withStage } from '../stage/withStage.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Composer',
  component: Composer.Root,
  subcomponents: {
    Input: Composer.Input,
    Send: Composer.Send,
    Stop: Composer.Stop,
    Attach: Composer.Attach,
    Files: Composer.Files,
  },
  render: (args) => (
    <Composer.Root {...args}>
      <Composer.Input />
      <Composer.Files />
      <div className="cs-composer-line">
        <Composer.Attach />
        <Composer.Stop />
        <Composer.Send />
      </div>
    </Composer.Root>
  ),
  parameters: partPage({
    about:
      'What one writes in, in parts. Enter sends, Shift+Enter breaks the line (on touch keyboards Enter does); files come by button, paste and drop where the backend takes them; Escape stops a running answer; a draft is kept per conversation in `drafts` (this tab’s `sessionStorage`) until the server has the message.',
    anatomy: `<Composer.Root drafts={localStorage} maxFileSize={5_000_000}>
  <Composer.Files />
  <Composer.Attach accept="image/*" />
  <Composer.Input />
  <Composer.Send />
  <Composer.Stop />
</Composer.Root>`,
    attributes: {
      'data-part': '`composer`; inside it `composer-input`, `send`, `stop`, `attach`, `files`',
      'data-status': '`ready`, `running` or `disabled`',
      'data-dragging': 'present while files are held over it',
      'data-empty': 'of the input: nothing is written',
      'data-disabled': 'of `send`: nothing can be sent',
      'data-count': 'of `files`',
    },
    tokens: ['raised', 'line-strong', 'focus', 'radius-l', 'composer-max', 'target', 'accent'],
  }),
} satisfies Meta<typeof Composer.Root>;

export default meta;
type Story = StoryObj<typeof meta>;

/** The parts in an order of your own. */
export const Composed: Story = {
  decorators: [withStage()],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.type(canvas.getByRole('textbox', { name: 'Message' }), 'Hello{Enter}');
    const { id, transport } = getStage(canvasElement);
    await waitFor(() => expect(transport.messages(id)).toHaveLength(1));
  },
};

/** Files wait above the text, each with a way to take it off. */
export const WithFiles: Story = {
  decorators: [withStage()],
  play: async ({ canvas, canvasElement, userEvent }) => {
    const input = canvasElement.querySelector<HTMLInputElement>('input[type="file"]')!;
    await userEvent.upload(input, [
      new File(['x'.repeat(1_200)], 'confirmation.pdf', { type: 'application/pdf' }),
      new File(['x'.repeat(340_000)], 'passport.jpg', { type: 'image/jpeg' }),
    ]);
    await expect(await canvas.findByText('passport.jpg')).toBeVisible();
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Send' })).toBeEnabled());
  },
};

/** A file that is too large is named, with the limit. */
export const FileTooLarge: Story = {
  args: { maxFileSize: 1_000 },
  decorators: [withStage()],
  play: async ({ canvas, canvasElement, userEvent }) => {
    const input = canvasElement.querySelector<HTMLInputElement>('input[type="file"]')!;
    await userEvent.upload(input, new File(['x'.repeat(1_200)], 'confirmation.pdf'));
    await expect(await canvas.findByRole('alert')).toHaveTextContent('larger than 1 kB');
  },
};
