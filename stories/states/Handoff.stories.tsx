import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { expect, waitFor } from 'storybook/test';
import { dialogue } from '../stage/dialogue.ts';
import { expectShown } from '../stage/expectShown.ts';
import { getStage, withStage } from '../stage/withStage.tsx';

/** From the assistant to a person and back, as the backend tells it. Nobody is said to be typing without evidence. */
const meta = {
  title: 'States/Handoff',
  component: ConversationFeed,
  decorators: [withStage({ messages: dialogue.slice(0, 3) })],
} satisfies Meta<typeof ConversationFeed>;

export default meta;
type Story = StoryObj<typeof meta>;

async function tell(canvasElement: HTMLElement, status: string, detail?: unknown): Promise<void> {
  const { id, transport } = getStage(canvasElement);
  await waitFor(() => expect(transport.openStreams).toBe(1));
  transport.tell(id, { type: 'status', status, detail });
}

export const Requested: Story = {
  play: async ({ canvasElement }) => {
    await tell(canvasElement, 'escalated');
    await expectShown(canvasElement, 'A person has been asked to join.');
  },
};

export const Queued: Story = {
  play: async ({ canvasElement }) => {
    await tell(canvasElement, 'queued', { position: 2 });
    await expectShown(canvasElement, /number 2 in line/);
  },
};

export const Joined: Story = {
  play: async ({ canvasElement }) => {
    await tell(canvasElement, 'joined', { name: 'Inês Carvalho' });
    await expectShown(canvasElement, 'Inês Carvalho has joined.');
  },
};

export const Left: Story = {
  play: async ({ canvasElement }) => {
    await tell(canvasElement, 'left', { name: 'Inês Carvalho' });
    await expectShown(canvasElement, 'Inês Carvalho has left.');
  },
};

export const Returned: Story = {
  play: async ({ canvasElement }) => {
    await tell(canvasElement, 'returned');
    await expectShown(canvasElement, 'The assistant answers again.');
  },
};
