import type { Meta, StoryObj } from '@storybook/react-vite';
import { Actions, Transcript } from 'react-conversation-stream/ui';
import { expect, fn, waitFor } from 'storybook/test';
import { inMessage } from './messageDecorator.tsx';
import { partPage } from './partPage.ts';

const handleRegenerate = fn();

const meta = {
  title: 'Parts/Actions',
  component: Actions.Root,
  subcomponents: {
    Copy: Actions.Copy,
    Regenerate: Actions.Regenerate,
    Edit: Actions.Edit,
    Retry: Actions.Retry,
  },
  render: (args) => (
    <>
      <Transcript.Bubble />
      <Actions.Root {...args} />
    </>
  ),
  parameters: partPage({
    about:
      'The buttons of the message it is in. They float over its corner while it is pointed at or has the focus, so they move nothing; Tab reaches them from inside their message only. A button whose action is missing is not there.',
    anatomy: `<Transcript.Message message={message} onRegenerate={…} onEdit={…}>
  <Transcript.Bubble />
  <Actions.Root>
    <Actions.Copy />
    <Actions.Regenerate />
    <Actions.Edit />
    <Actions.Retry />
  </Actions.Root>
</Transcript.Message>`,
    attributes: {
      'data-part': '`actions`; its buttons `copy`, `regenerate`, `edit`, `retry`',
      'data-status':
        '`queued`, `sending`, `failed`, `streaming`, `complete`, `stopped`, `interrupted` or `error`; of `copy`: `ready`, `copied` or `failed`',
    },
    tokens: ['raised', 'line', 'target', 'radius-m', 'z-pill'],
  }),
} satisfies Meta<typeof Actions.Root>;

export default meta;
type Story = StoryObj<typeof meta>;

export const OfAnAnswer: Story = {
  decorators: [inMessage({}, { onRegenerate: handleRegenerate })],
  play: async ({ canvas, userEvent }) => {
    canvas.getByRole('article').focus();
    await userEvent.tab();
    await expect(canvas.getByRole('button', { name: 'Copy' })).toHaveFocus();
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    await expect(handleRegenerate).toHaveBeenCalledTimes(1);
  },
};
export const OfOnesOwn: Story = {
  decorators: [inMessage({ role: 'user' }, { onEdit: fn() })],
  play: async ({ canvas }) => {
    canvas.getByRole('article').focus();
    const edit = canvas.getByRole('button', { name: 'Edit and send again' });
    await waitFor(() => expect(edit).toBeVisible());
  },
};
