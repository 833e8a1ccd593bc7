import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { shownMessage } from '../stage/shownMessage.ts';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Message',
  component: Transcript.Message,
  decorators: [partDecorator],
  args: { message: shownMessage('1', { text: 'The key waits in the box.' }) },
  parameters: partPage({
    about:
      'One message: an article named by its author. Without children it lays itself out: header, bubble, notices, buttons.',
    anatomy: `<Transcript.Message message={message} isContinued={false}>
  <Transcript.Header>
    <Transcript.Author />
    <Transcript.Timestamp />
  </Transcript.Header>
  <Transcript.Bubble />
  <Transcript.PartialNotice />
  <Transcript.SendNotice />
  <Actions.Root>…</Actions.Root>
</Transcript.Message>`,
    attributes: {
      'data-part': '`message`',
      'data-role': '`user`, `assistant` or `system`',
      'data-author': '`self`, `human`, `agent` or `system`',
      'data-status':
        '`queued`, `sending`, `failed`, `streaming`, `complete`, `stopped`, `interrupted` or `error`',
      'data-continued': 'present when it follows another one of its author',
      'data-message-id': 'the server’s id',
    },
    tokens: [
      'rail-width',
      'rail-gap',
      'rail-assistant',
      'rail-human',
      'rail-system',
      'rail-live',
      'density',
      'gap-group',
      'gap-message',
      'gap-turn',
    ],
  }),
} satisfies Meta<typeof Transcript.Message>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Default: Story = {};

/** The parts in an order of your own. */
export const Composed: Story = {
  args: {
    children: (
      <>
        <Transcript.Avatar />
        <Transcript.Author />
        <Transcript.Bubble />
        <Transcript.Timestamp />
      </>
    ),
  },
};
