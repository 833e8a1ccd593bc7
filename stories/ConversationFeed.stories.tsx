import type { Meta, StoryObj } from '@storybook/react-vite';
import { createTestMessages } from 'react-conversation-stream/testing';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { expect, waitFor } from 'storybook/test';
import { pickedProps } from './stage/argTypes.ts';
import { dialogue } from './stage/dialogue.ts';
import { expectShown } from './stage/expectShown.ts';
import { getStage, withStage } from './stage/withStage.tsx';

/** A whole chat: transcript, connection banner and composer. It fills its parent and scrolls inside. */
const meta = {
  title: 'Components/ConversationFeed',
  component: ConversationFeed,
  argTypes: pickedProps,
} satisfies Meta<typeof ConversationFeed>;

export default meta;
type Story = StoryObj<typeof meta>;

const reply = 'Sesame is fine, thank you. The plate stands in the fridge from half past eleven on.';

/** Write something: the agent answers, word by word. */
export const Default: Story = {
  decorators: [withStage({ messages: dialogue, reply })],
  play: async ({ canvas, userEvent, canvasElement }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    await userEvent.type(canvas.getByRole('textbox'), 'Sesame is fine.{Enter}');
    await expectShown(canvasElement, 'Sesame is fine.');
    await expectShown(canvasElement, reply);
    await expect(canvas.getByRole('textbox')).toHaveValue('');
  },
};

/** Nobody has said anything yet. */
export const Empty: Story = {
  decorators: [withStage()],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, 'No messages yet');
  },
};

/** The first page is on its way: outlines, after a moment. */
export const Loading: Story = {
  decorators: [
    withStage({
      messages: dialogue,
      prepare: ({ transport }) =>
        transport.fault({ kind: 'delay', request: 'history', delay: Infinity, times: 100 }),
    }),
  ],
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Loading messages…')).toBeInTheDocument();
  },
};

/** The first page could not be read. "Try again" reads it. */
export const LoadFailed: Story = {
  decorators: [
    withStage({
      messages: dialogue,
      prepare: ({ transport }) =>
        transport.fault({ kind: 'refuse', request: 'history', error: 'bad_request', times: 2 }),
    }),
  ],
  play: async ({ canvas, canvasElement }) => {
    await expectShown(canvasElement, 'The messages could not be loaded.');
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeEnabled();
  },
};

/** Refused access is said once: in place of the messages. */
export const Refused: Story = {
  decorators: [
    withStage({
      messages: dialogue,
      prepare: ({ transport }) =>
        transport.fault({ kind: 'refuse', error: 'not_found', times: 100 }),
    }),
  ],
  play: async ({ canvas, canvasElement }) => {
    await expectShown(canvasElement, 'This conversation was not found.');
    await expect(canvas.getAllByRole('button', { name: /try/i })).toHaveLength(1);
  },
};

/** The id is not known yet: nothing is asked, nothing is claimed. */
export const NoConversation: Story = {
  args: { conversationId: null },
  decorators: [withStage()],
  play: async ({ canvas, canvasElement }) => {
    await expectShown(canvasElement, 'No messages yet');
    await expect(canvas.getByRole('textbox')).toBeDisabled();
  },
};

/** An answer that is being written: only its row renders. */
export const Streaming: Story = {
  decorators: [withStage({ messages: dialogue, pace: { delay: 0, interval: 60 } })],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    const { id, transport } = getStage(canvasElement);
    const said = transport.say(
      id,
      'I have put your name on the list for the early breakfast, too.',
    );
    await waitFor(() =>
      expect(canvasElement.querySelector('[data-status="streaming"]')).toBeVisible(),
    );
    await said;
    await expectShown(canvasElement, /the early breakfast, too\.$/);
    await waitFor(() =>
      expect(canvasElement.querySelector('[data-status="streaming"]')).toBeNull(),
    );
  },
};

/** Scroll up, or press the button: one page at a time, and the rows on screen stay where they are. */
export const LoadOlder: Story = {
  decorators: [withStage({ messages: createTestMessages(60), latency: 100 })],
  play: async ({ canvas, canvasElement, userEvent }) => {
    const rows = (): number => canvasElement.querySelectorAll('[data-part="message"]').length;
    await waitFor(() => expect(rows()).toBe(20));
    await userEvent.click(canvas.getByRole('button', { name: 'Load older messages' }));
    await waitFor(() => expect(rows()).toBeGreaterThanOrEqual(40));
  },
};

/** Older messages could not be read: the button says so and stays. */
export const LoadOlderFailed: Story = {
  decorators: [withStage({ messages: createTestMessages(60) })],
  play: async ({ canvas, canvasElement, userEvent }) => {
    const button = await canvas.findByRole('button', { name: 'Load older messages' });
    getStage(canvasElement).transport.fault({
      kind: 'refuse',
      request: 'history',
      error: 'forbidden',
      times: 3,
    });
    await userEvent.click(button);
    await expectShown(canvasElement, 'Older messages could not be loaded.');
  },
};

/** A send that the server refused: the text is kept, to try again or to discard. */
export const SendFailed: Story = {
  decorators: [withStage({ messages: dialogue })],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    const { transport } = getStage(canvasElement);
    transport.fault({ kind: 'refuse', request: 'send', error: 'forbidden', times: 2 });
    await userEvent.type(canvas.getByRole('textbox'), 'Is anybody there?{Enter}');
    await expectShown(canvasElement, 'Not sent');
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expectShown(canvasElement, 'Not sent');
  },
};

/** Failed once, tried again, stored once. */
export const SendRetried: Story = {
  decorators: [withStage({ messages: dialogue })],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    const { id, transport } = getStage(canvasElement);
    transport.fault({ kind: 'refuse', request: 'send', error: 'forbidden' });
    await userEvent.type(canvas.getByRole('textbox'), 'Is anybody there?{Enter}');
    await userEvent.click(await canvas.findByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(canvas.queryByText('Not sent')).toBeNull());
    await expect(canvas.getAllByText('Is anybody there?')).toHaveLength(1);
    await expect(transport.messages(id)).toHaveLength(dialogue.length + 1);
  },
};

const long = 'I will go through the list with you, one point after the other. '.repeat(20);

/** A backend that answers in the response to the send: "Stop" ends the turn there, too, and what was said stays. */
export const Stopped: Story = {
  decorators: [withStage({ messages: dialogue, shape: 'turn', reply: long })],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    await userEvent.type(canvas.getByRole('textbox'), 'What do I need?{Enter}');
    await expectShown(canvasElement, /^I will go through/);
    await userEvent.click(canvas.getByRole('button', { name: 'Stop' }));
    await expectShown(canvasElement, 'Stopped');
    const { id, transport } = getStage(canvasElement);
    await waitFor(() => expect(transport.messages(id).at(-1)?.status).toBe('stopped'));
  },
};

/** The agent failed in the middle: its text stays, marked. */
export const AnswerFailed: Story = {
  decorators: [
    withStage({ messages: dialogue, shape: 'turn', reply: ['Let me look', { type: 'error' }] }),
  ],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    await userEvent.type(canvas.getByRole('textbox'), 'What do I need?{Enter}');
    await expectShown(canvasElement, 'Something went wrong — answer incomplete');
    await expectShown(canvasElement, 'Let me look');
  },
};

/** Without a network messages wait, and go out when it is back. */
export const Offline: Story = {
  decorators: [withStage({ messages: dialogue })],
  play: async ({ canvas, canvasElement, userEvent }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    getStage(canvasElement).setNetwork('offline');
    await userEvent.type(canvas.getByRole('textbox'), 'I will be back.{Enter}');
    await expectShown(canvasElement, 'Waiting to be sent');
    await expectShown(canvasElement, /You are offline/);
  },
};

/** Thousands of messages: a page of them is read, the rest comes when asked for. */
export const LongConversation: Story = {
  decorators: [withStage({ messages: createTestMessages(5_000), client: { pageSize: 200 } })],
  play: async ({ canvas, canvasElement }) => {
    await waitFor(() =>
      expect(canvasElement.querySelectorAll('[data-part="message"]')).toHaveLength(200),
    );
    const bottomOf = (element: Element): number => element.getBoundingClientRect().bottom;
    const viewport = canvas.getByRole('region', { name: 'Conversation' });
    const newest = canvas.getAllByRole('article').at(-1)!;
    await expect(bottomOf(newest)).toBeLessThanOrEqual(bottomOf(viewport));
  },
};

/** In a column as wide as a phone. */
export const Phone: Story = {
  decorators: [
    (Story) => (
      <div className="stage" data-size="phone">
        <Story />
      </div>
    ),
    withStage({ messages: dialogue, reply }),
  ],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    const viewport = canvasElement.querySelector('[data-part="viewport"]')!;
    await expect(viewport.scrollWidth).toBe(viewport.clientWidth);
  },
};
