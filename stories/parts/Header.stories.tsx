import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { inMessage } from './messageDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Header',
  component: Transcript.Header,
  parameters: partPage({
    about:
      'The line above a message. In a group of messages only the first one shows it; the others speak it.',
    anatomy: `<Transcript.Header>
  <Transcript.Author />
  <Transcript.Timestamp />
</Transcript.Header>`,
    attributes: {
      'data-part': '`header`',
    },
    tokens: ['text-meta', 'ink-muted'],
  }),
} satisfies Meta<typeof Transcript.Header>;

export default meta;
type Story = StoryObj<typeof meta>;

export const AuthorAndTime: Story = {
  decorators: [inMessage()],
  args: {
    children: (
      <>
        <Transcript.Author />
        <Transcript.Timestamp />
      </>
    ),
  },
};
