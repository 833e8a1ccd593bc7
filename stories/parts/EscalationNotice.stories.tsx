import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/EscalationNotice',
  component: Transcript.EscalationNotice,
  decorators: [partDecorator],
  args: { status: { status: 'escalated' } },
  parameters: partPage({
    about:
      'Where the conversation is on its way from the assistant to a person and back, by what the backend says. It uses `name` and `position` of `detail`. Nothing is there for any other status.',
    anatomy: `const { conversationStatus } = useConversationStream();

<Transcript.EscalationNotice status={conversationStatus} />`,
    attributes: {
      'data-part': '`escalation-notice`',
      'data-status': '`requested`, `queued`, `joined`, `left` or `returned`',
    },
    tokens: ['human', 'ink-muted', 'text-ui', 'gap-turn'],
  }),
} satisfies Meta<typeof Transcript.EscalationNotice>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Requested: Story = { args: { status: { status: 'escalated' } } };
export const Queued: Story = { args: { status: { status: 'queued', detail: { position: 3 } } } };
export const Joined: Story = {
  args: { status: { status: 'joined', detail: { name: 'Inês Carvalho' } } },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Inês Carvalho has joined.')).toBeVisible();
  },
};
export const Left: Story = {
  args: { status: { status: 'left', detail: { name: 'Inês Carvalho' } } },
};
export const Returned: Story = { args: { status: { status: 'returned' } } };
