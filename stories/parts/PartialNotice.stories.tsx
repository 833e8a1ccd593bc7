import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { inMessage } from './messageDecorator.tsx';
import { partPage } from './partPage.ts';

const handleContinue = fn();

const meta = {
  title: 'Parts/PartialNotice',
  component: Transcript.PartialNotice,
  parameters: partPage({
    about:
      'Says that, and why, the answer it is in ended early. `onContinue` goes on with an interrupted one, `onReload` in its place reads it again, `onRegenerate` asks for another one. The text is kept above.',
    anatomy: `<Transcript.Message message={message}>
  <Transcript.PartialNotice />
</Transcript.Message>`,
    attributes: {
      'data-part': '`partial-notice`',
      'data-status': '`stopped`, `interrupted` or `error`',
    },
    tokens: ['text-meta', 'ink-muted'],
  }),
} satisfies Meta<typeof Transcript.PartialNotice>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Stopped: Story = { decorators: [inMessage({ status: 'stopped' })] };
export const Interrupted: Story = {
  decorators: [
    inMessage({ status: 'interrupted' }, { onContinue: handleContinue, onRegenerate: fn() }),
  ],
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Continue' }));
    await expect(handleContinue).toHaveBeenCalledTimes(1);
  },
};
export const AnswerFailed: Story = {
  decorators: [inMessage({ status: 'error' }, { onRegenerate: fn() })],
};
