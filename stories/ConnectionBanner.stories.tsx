import type { Meta, StoryObj } from '@storybook/react-vite';
import { useConversation } from 'react-conversation-stream';
import { ConnectionBanner } from 'react-conversation-stream/ui';
import type { ReactElement } from 'react';
import { expect, waitFor } from 'storybook/test';
import type { ScriptedFault } from 'react-conversation-stream/testing';
import type { StageOptions } from './stage/createStage.ts';
import { dialogue } from './stage/dialogue.ts';
import { StreamFacts } from './stage/StreamFacts.tsx';
import { expectShown } from './stage/expectShown.ts';
import { getStage, withStage } from './stage/withStage.tsx';

/**
 * Says why nothing new arrives, when the next attempt is, and offers one now. Silent for the first two
 * seconds; these stories set `delay={0}`.
 */
const meta = {
  title: 'Components/ConnectionBanner',
  component: ConnectionBanner,
  args: { delay: 0 },
  render: (args) => (
    <>
      <StreamFacts />
      <ConnectionBanner {...args} />
      <Joined />
    </>
  ),
} satisfies Meta<typeof ConnectionBanner>;

export default meta;
type Story = StoryObj<typeof meta>;

/** The banner joins nothing: in an app the transcript does. */
function Joined(): ReactElement | null {
  useConversation();
  return null;
}

/** A stage whose feed goes wrong from the start. */
const failing = (fault: ScriptedFault, options: StageOptions = {}): StageOptions => ({
  messages: dialogue,
  ...options,
  prepare: ({ transport }) => transport.fault(fault),
});

/** The connection broke; the next attempt is known. */
export const Waiting: Story = {
  decorators: [
    withStage(failing({ kind: 'refuse', request: 'feed' }, { policy: { backoff: () => 60_000 } })),
  ],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, /Trying again in \d\d s/);
  },
};

/** The first attempt takes its time. */
export const Connecting: Story = {
  decorators: [withStage(failing({ kind: 'delay', request: 'feed', delay: Infinity }))],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, 'Connecting…');
  },
};

/** Nothing to say. */
export const Open: Story = {
  decorators: [withStage({ messages: dialogue })],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, 'open');
    await expect(canvasElement.querySelector('[data-part="connection-banner"]')).toBeNull();
  },
};

/** "Try now" does not wait for the countdown. */
export const TryNow: Story = {
  decorators: [
    withStage(failing({ kind: 'refuse', request: 'feed' }, { policy: { backoff: () => 60_000 } })),
  ],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Try now' }));
    await expectShown(canvasElement, 'open');
    await waitFor(() =>
      expect(canvasElement.querySelector('[data-part="connection-banner"]')).toBeNull(),
    );
  },
};

export const Offline: Story = {
  decorators: [withStage({ messages: dialogue })],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, 'open');
    getStage(canvasElement).setNetwork('offline');
    await expectShown(canvasElement, /^You are offline/);
  },
};

/** The retry budget is spent: a slow probe goes on. */
export const Stalled: Story = {
  decorators: [
    withStage(
      failing(
        { kind: 'refuse', request: 'feed', times: 100 },
        { policy: { backoff: () => 10, maxRetries: 1 } },
      ),
    ),
  ],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, /^Still no connection/);
  },
};

/** The backend refused the credentials: nothing more happens until somebody asks. */
export const Unauthorized: Story = {
  decorators: [
    withStage(failing({ kind: 'refuse', request: 'feed', error: 'unauthorized', times: 100 })),
  ],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, /^Access was refused/);
  },
};

/** The backend said no, for good. */
export const Closed: Story = {
  decorators: [
    withStage(failing({ kind: 'refuse', request: 'feed', error: 'not_implemented', times: 100 })),
  ],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, /does not stream this conversation/);
  },
};
