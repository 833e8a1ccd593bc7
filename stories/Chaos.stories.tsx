import type { Meta, StoryObj } from '@storybook/react-vite';
import { getMessageText } from 'react-conversation-stream';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { createTestMessages } from 'react-conversation-stream/testing';
import { expect, waitFor } from 'storybook/test';
import { dialogue } from './stage/dialogue.ts';
import { StreamFacts } from './stage/StreamFacts.tsx';
import { expectShown } from './stage/expectShown.ts';
import { getStage, withStage } from './stage/withStage.tsx';

/** Everything that can go wrong goes wrong, by chance but the same way each time. In the end: once, in order. */
const meta = {
  title: 'Chaos',
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

const faults = {
  drop: 0.2,
  duplicate: 0.2,
  garble: 0.15,
  refuse: 0.25,
  'half-open': 0.05,
};

/** Drops, doubles, garbled events, refused requests and dead sockets while thirty messages arrive. */
export const RandomFaults: Story = {
  decorators: [
    withStage({
      messages: dialogue,
      seed: 42,
      faults,
      latency: [0, 60],
      policy: { backoff: (_, random) => random() * 80, idleTimeout: 1_500 },
      heartbeat: 300,
    }),
  ],
  play: async ({ canvasElement }) => {
    const { id, transport } = getStage(canvasElement);
    for (const message of createTestMessages(30, 3)) {
      transport.emit(id, message);
      await pause(25);
    }
    transport.configure({ faults: {} });
    const shown = (): (string | null)[] =>
      Array.from(
        canvasElement.querySelectorAll('[data-part="bubble"]'),
        (body) => body.textContent,
      );
    await waitFor(() => expect(shown()).toEqual(transport.messages(id).map(getMessageText)), {
      timeout: 20_000,
    });
    await waitFor(() =>
      expect(canvasElement.querySelector('[data-continuity="live"]')).toBeVisible(),
    );
  },
};

function pause(duration: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, duration);
  });
}

/** An answer that breaks in the middle and goes on where it broke. */
export const DropInTheMiddle: Story = {
  decorators: [withStage({ messages: dialogue, policy: { backoff: () => 300 } })],
  play: async ({ canvas, canvasElement }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    const { id, transport } = getStage(canvasElement);
    await transport.say(id, [
      'The first half of the answer',
      { type: 'drop' },
      { type: 'wait', delay: 800 },
      ' and the second half of it.',
    ]);
    await expectShown(canvasElement, /second half of it\.$/);
    await expect(canvas.getAllByText(/first half/)).toHaveLength(1);
  },
};
