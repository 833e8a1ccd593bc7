import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { inMessage } from './messageDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Avatar',
  component: Transcript.Avatar,
  parameters: partPage({
    about:
      'The initials of who wrote the message it is in. Not shown by the kit itself: give it as `components={{ Avatar: Transcript.Avatar }}` or lay messages out yourself. A picture is loaded only from a `src` of yours.',
    anatomy: `<Transcript.Message message={message}>
  <Transcript.Avatar />
</Transcript.Message>`,
    attributes: {
      'data-part': '`avatar`',
      'data-author': '`self`, `human`, `agent` or `system`',
    },
    tokens: ['rail-assistant', 'rail-human', 'text-meta', 'ink-muted'],
  }),
} satisfies Meta<typeof Transcript.Avatar>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Initials: Story = {
  decorators: [inMessage({ author: { id: 'i', name: 'Inês Carvalho', kind: 'human' } })],
  play: async ({ canvas }) => {
    await expect(canvas.getByText('IC')).toBeVisible();
  },
};
