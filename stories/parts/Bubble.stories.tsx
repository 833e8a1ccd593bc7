import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { inMessage } from './messageDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Bubble',
  component: Transcript.Bubble,
  parameters: partPage({
    about:
      'What the message it is in says: text, files, tool calls, reasoning, and at the end its sources. Children take the place of all that.',
    anatomy: `<Transcript.Message message={message}>
  <Transcript.Bubble />
</Transcript.Message>`,
    attributes: {
      'data-part': '`bubble`',
      'data-status':
        '`queued`, `sending`, `failed`, `streaming`, `complete`, `stopped`, `interrupted` or `error`',
    },
    tokens: ['own', 'radius-m', 'measure', 'danger-bg', 'line-strong'],
  }),
} satisfies Meta<typeof Transcript.Bubble>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Answer: Story = { decorators: [inMessage()] };
export const Own: Story = { decorators: [inMessage({ role: 'user' })] };
export const OfYourOwn: Story = {
  decorators: [inMessage()],
  args: { children: <em>Anything</em> },
  play: async ({ canvas }) => {
    await expect(canvas.queryByText(/The key/)).toBeNull();
  },
};
