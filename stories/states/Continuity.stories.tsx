import type { Meta, StoryObj } from '@storybook/react-vite';
import { createTestMessages } from 'react-conversation-stream/testing';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { expect, waitFor } from 'storybook/test';
import { dialogue } from '../stage/dialogue.ts';
import { StreamFacts } from '../stage/StreamFacts.tsx';
import { expectShown } from '../stage/expectShown.ts';
import { getStage, withStage } from '../stage/withStage.tsx';

/**
 * What is known about completeness. It is never assumed: after each break it is proven again by reading, or
 * the gap is shown.
 */
const meta = {
  title: 'States/Continuity',
  component: ConversationFeed,
  render: (args) => (
    <>
      <StreamFacts />
      <ConversationFeed {...args} />
    </>
  ),
} satisfies Meta<typeof ConversationFeed>;

export default meta;
type Story = StoryObj<typeof meta>;

async function expectContinuity(canvasElement: HTMLElement, continuity: string): Promise<void> {
  await waitFor(() =>
    expect(canvasElement.querySelector('.stage-facts')).toHaveAttribute(
      'data-continuity',
      continuity,
    ),
  );
}

/** History is shown at once; that it is complete is not proven yet. */
export const Joining: Story = {
  decorators: [
    withStage({
      messages: dialogue,
      prepare: ({ transport }) =>
        transport.fault({ kind: 'delay', request: 'feed', delay: Infinity }),
    }),
  ],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    await expectContinuity(canvasElement, 'joining');
  },
};

/** Everything the server has is here, and new messages arrive. */
export const Live: Story = {
  decorators: [withStage({ messages: dialogue })],
  play: ({ canvasElement }) => expectContinuity(canvasElement, 'live'),
};

/** The stream is back, and history is being read for what was missed. */
export const Reconciling: Story = {
  decorators: [withStage({ messages: dialogue, policy: { backoff: () => 10 } })],
  play: async ({ canvasElement }) => {
    await expectContinuity(canvasElement, 'live');
    const { transport } = getStage(canvasElement);
    transport.fault({ kind: 'delay', request: 'history', delay: Infinity });
    transport.fault({ kind: 'drop' });
    await expectContinuity(canvasElement, 'reconciling');
  },
};

/** More was missed than ten pages: a notice shows where, and loads it. */
export const Gap: Story = {
  decorators: [
    withStage({ messages: dialogue, client: { pageSize: 3 }, policy: { backoff: () => 10 } }),
  ],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await expectContinuity(canvasElement, 'live');
    const { id, transport } = getStage(canvasElement);
    transport.fault({ kind: 'forget-cursors' });
    transport.fault({ kind: 'drop' });
    for (const message of createTestMessages(60)) transport.emit(id, message);
    await expectContinuity(canvasElement, 'gap');
    for (let page = 0; page < 20 && canvas.queryByRole('button', { name: 'Load' }); page += 1) {
      await userEvent.click(canvas.getByRole('button', { name: 'Load' }));
      await waitFor(() => expect(canvas.queryByText('Loading messages…')).toBeNull());
    }
    await expectContinuity(canvasElement, 'live');
  },
};

/** `live: false`: history only, no stream. */
export const Paused: Story = {
  args: { live: false },
  decorators: [withStage({ messages: dialogue })],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    await expectContinuity(canvasElement, 'paused');
    await expect(getStage(canvasElement).transport.openStreams).toBe(0);
  },
};
