import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { shownMessage } from '../stage/shownMessage.ts';

/** The parts a transcript is made of: `<Transcript.Root><Transcript.Viewport><Transcript.List>…`. */
const meta = {
  title: 'Parts/Transcript',
  component: Transcript.Root,
  subcomponents: { Viewport: Transcript.Viewport, List: Transcript.List, Item: Transcript.Item },
} satisfies Meta<typeof Transcript.Root>;

export default meta;
type Story = StoryObj<typeof meta>;

const handleLoad = fn();

/** A transcript of one's own, from the parts. */
export const Composed: Story = {
  render: (args) => (
    <div className="stage">
      <Transcript.Root {...args}>
        <Transcript.Viewport>
          <Transcript.LoadOlder status="ready" onLoad={handleLoad} />
          <Transcript.List>
            <Transcript.Item
              message={shownMessage('1', { text: 'Before the gap.' })}
              relation="new-day"
            />
            <Transcript.GapNotice isLoading={false} onLoad={handleLoad} />
            <Transcript.Item
              message={shownMessage('2', { text: 'Behind the gap.', at: 9 })}
              relation="apart"
            />
          </Transcript.List>
        </Transcript.Viewport>
      </Transcript.Root>
    </div>
  ),
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Load' }));
    await userEvent.click(canvas.getByRole('button', { name: 'Load older messages' }));
    await expect(handleLoad).toHaveBeenCalledTimes(2);
  },
};
