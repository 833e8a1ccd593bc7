import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect } from 'storybook/test';
import { OwnChat } from './examples/OwnChat.tsx';
import { dialogue } from './stage/dialogue.ts';
import { expectShown } from './stage/expectShown.ts';
import { getStage, withStage } from './stage/withStage.tsx';

/** A chat put together from `Transcript.*` and `Composer.*`; its code is on the page Docs/Composing. */
const meta = {
  title: 'Composing',
  component: OwnChat,
  decorators: [withStage({ messages: dialogue, reply: 'That is done.' })],
} satisfies Meta<typeof OwnChat>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Write something: it is answered, and the end is followed. */
export const FromParts: Story = {
  play: async ({ canvas, userEvent, canvasElement }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    await userEvent.type(canvas.getByRole('textbox'), 'Thank you.{Enter}');
    await expectShown(canvasElement, 'Thank you.');
    await expectShown(canvasElement, 'That is done.');
    await expect(canvas.getByRole('region')).toHaveAttribute('data-following');
  },
};

/** What was refused says why, and is sent again by its own button. */
export const Refused: Story = {
  play: async ({ canvas, userEvent, canvasElement }) => {
    await expectShown(canvasElement, /Good evening, this is Inês/);
    const { transport } = getStage(canvasElement);
    transport.fault({ kind: 'refuse', request: 'send', error: 'bad_request' });
    await userEvent.type(canvas.getByRole('textbox'), 'Once more?{Enter}');
    await expectShown(canvasElement, /A scripted failure: bad_request/);
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expectShown(canvasElement, 'That is done.');
  },
};
