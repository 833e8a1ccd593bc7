import type { Meta, StoryObj } from '@storybook/react-vite';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { expect, waitFor } from 'storybook/test';
import type { Stage } from '../stage/createStage.ts';
import { dialogue } from '../stage/dialogue.ts';
import { expectShown } from '../stage/expectShown.ts';
import { getStage, withStage } from '../stage/withStage.tsx';

/**
 * What is written without a network waits, and is sent when it is back: by itself within the hour; after that
 * it may not be meant any more, and asks.
 */
const meta = {
  title: 'States/Outbox',
  component: ConversationFeed,
  decorators: [withStage({ messages: dialogue })],
} satisfies Meta<typeof ConversationFeed>;

export default meta;
type Story = StoryObj<typeof meta>;
type Play = Parameters<NonNullable<Story['play']>>[0];

async function writeOffline({ canvas, canvasElement, userEvent }: Play): Promise<Stage> {
  await expectShown(canvasElement, /Good evening, this is Inês/);
  const stage = getStage(canvasElement);
  stage.setNetwork('offline');
  await userEvent.type(canvas.getByRole('textbox'), 'We are on the night train now.{Enter}');
  await expectShown(canvasElement, 'Waiting to be sent');
  return stage;
}

async function comeBackLate(context: Play): Promise<Stage> {
  const stage = await writeOffline(context);
  stage.clock.skip(61 * 60_000);
  stage.setNetwork('online');
  await expectShown(context.canvasElement, 'Not sent for over an hour. Send it now?');
  return stage;
}

const expectSent = ({ id, transport }: Stage): Promise<void> =>
  waitFor(() => expect(transport.messages(id)).toHaveLength(dialogue.length + 1));

/** The composer stays usable; the message tells that it waits. */
export const Waiting: Story = {
  play: async (context) => {
    await writeOffline(context);
    await expect(context.canvas.getByRole('textbox')).toBeEnabled();
    await expectShown(context.canvasElement, /^You are offline/);
  },
};

/** Back within the hour: nobody is asked. */
export const Delivered: Story = {
  play: async (context) => {
    const stage = await writeOffline(context);
    stage.setNetwork('online');
    await expectSent(stage);
    await waitFor(() => expect(context.canvas.queryByText('Waiting to be sent')).toBeNull());
  },
};

/** Back after more than an hour: nothing leaves before somebody says so. */
export const Asks: Story = {
  play: async (context) => {
    const { id, transport } = await comeBackLate(context);
    await expect(context.canvas.getByRole('button', { name: 'Send now' })).toBeEnabled();
    await expect(context.canvas.getByRole('button', { name: 'Discard' })).toBeEnabled();
    await expect(transport.messages(id)).toHaveLength(dialogue.length);
  },
};

export const SentAfterAll: Story = {
  play: async (context) => {
    const { canvas, userEvent } = context;
    const stage = await comeBackLate(context);
    await userEvent.click(canvas.getByRole('button', { name: 'Send now' }));
    await expectSent(stage);
    await waitFor(() => expect(canvas.queryByText(/Send it now/)).toBeNull());
  },
};

export const Discarded: Story = {
  play: async (context) => {
    const { canvas, userEvent } = context;
    await comeBackLate(context);
    await userEvent.click(canvas.getByRole('button', { name: 'Discard' }));
    await waitFor(() => expect(canvas.queryByText('We are on the night train now.')).toBeNull());
  },
};
