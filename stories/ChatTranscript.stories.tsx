import type { Meta, StoryObj } from '@storybook/react-vite';
import { createTestMessages } from 'react-conversation-stream/testing';
import { ChatTranscript, type MessageProps } from 'react-conversation-stream/ui';
import type { ReactElement } from 'react';
import { expect, fn, waitFor } from 'storybook/test';
import { dialogue } from './stage/dialogue.ts';
import { shownMessage } from './stage/shownMessage.ts';
import { expectShown } from './stage/expectShown.ts';
import { getStage, withStage } from './stage/withStage.tsx';

/** A conversation to read. Of a `<Conversation>`, or of messages it is given. */
const meta = {
  title: 'Components/ChatTranscript',
  component: ChatTranscript,
} satisfies Meta<typeof ChatTranscript>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Joined to a conversation: messages appear, change and go as the server says. */
export const Connected: Story = {
  decorators: [withStage({ messages: dialogue })],
  play: async ({ canvas, canvasElement }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    const { id, transport } = getStage(canvasElement);
    const { id: messageId } = transport.emit(id, 'A typo, sorrry.');
    await expectShown(canvasElement, 'A typo, sorrry.');
    transport.edit(id, messageId, 'No typo, sorry.');
    await expectShown(canvasElement, 'No typo, sorry.');
    transport.delete(id, messageId);
    await waitFor(() => expect(canvas.queryByText('No typo, sorry.')).toBeNull());
  },
};

/** Given `messages` it needs no provider and no connection. */
export const Controlled: Story = {
  args: {
    messages: [
      shownMessage('1', { role: 'user', text: 'Does this need a server?' }),
      shownMessage('2', { text: 'No: these messages are a prop.' }),
    ],
  },
  decorators: [withStage()],
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('article')).toHaveLength(2);
  },
};

/** Buttons of a failed message do what you give them to do. */
export const ControlledActions: Story = {
  args: {
    messages: [shownMessage('1', { role: 'user', text: 'Did this arrive?', status: 'failed' })],
    onRetry: fn(),
    onDiscard: fn(),
  },
  decorators: [withStage()],
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expect(args.onRetry).toHaveBeenCalledWith('1');
    await userEvent.click(canvas.getByRole('button', { name: 'Discard' }));
    await expect(args.onDiscard).toHaveBeenCalledWith('1');
  },
};

/** More was missed than was read back: a notice stands where messages may be missing, and loads them. */
export const Gap: Story = {
  // All rows mounted: the notice is far above the end.
  args: { virtualize: false },
  decorators: [
    withStage({
      messages: createTestMessages(30),
      client: { pageSize: 30 },
      policy: { backoff: () => 50 },
    }),
  ],
  play: async ({ canvas, canvasElement }) => {
    await waitFor(() => expect(canvas.getAllByRole('article')).toHaveLength(30));
    const { id, transport } = getStage(canvasElement);
    transport.fault({ kind: 'forget-cursors' });
    transport.fault({ kind: 'drop' });
    for (const message of createTestMessages(350, 2)) transport.emit(id, message);
    const notice = await canvas.findByText('Messages may be missing here');
    notice.scrollIntoView({ block: 'center' });
    await expect(notice).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Load' })).toBeEnabled();
  },
};

const scripts = [
  { role: 'user', text: 'مرحبا! هل يمكننا تسجيل الوصول بعد منتصف الليل؟' },
  { text: 'نعم. رمز الباب هو 4711# ويعمل حتى الساعة 9:30 AM.' },
  { role: 'user', text: '深夜零時以降でもチェックインできますか？鍵はどこで受け取れますか？' },
  { text: 'Families of emoji stay whole: 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽' },
  { role: 'user', text: `A word of 400 letters: ${'w'.repeat(400)}` },
] as const;

/** Arabic, Japanese, emoji, a word without an end: each in its own direction, nothing cut off. */
export const Scripts: Story = {
  decorators: [withStage({ messages: scripts })],
  play: async ({ canvasElement }) => {
    await expectShown(canvasElement, /Families of emoji/);
    const viewport = canvasElement.querySelector('[data-part="viewport"]')!;
    await expect(viewport.scrollWidth).toBe(viewport.clientWidth);
  },
};

const ownParts = { Message: Loud };

function Loud({ message }: MessageProps): ReactElement {
  return <article>{message.id} in a part of your own</article>;
}

/** Any part can be replaced: `components={{ Message }}`. */
export const OwnParts: Story = {
  args: { components: ownParts, messages: [shownMessage('one', { text: '' })] },
  decorators: [withStage()],
  play: async ({ canvas }) => {
    await expect(canvas.getByText('one in a part of your own')).toBeVisible();
  },
};
