import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { shownMessage } from '../stage/shownMessage.ts';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/JumpToLatest',
  component: Transcript.JumpToLatest,
  args: { newMessages: 3, isStreaming: false },
  parameters: partPage({
    about:
      'The way back to the end. It appears when the reader is more than 120 px away from it, counts what others wrote meanwhile, and gives the focus to the viewport.',
    anatomy: `<Transcript.Root>
  <Transcript.Viewport>…</Transcript.Viewport>
  <Transcript.JumpToLatest newMessages={3} isStreaming={false} />
</Transcript.Root>`,
    attributes: {
      'data-part': '`jump-to-latest`',
      'data-open': 'present while the reader is away from the end',
    },
    tokens: ['raised', 'line-strong', 'z-pill', 'target'],
  }),
} satisfies Meta<typeof Transcript.JumpToLatest>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Away from the end of forty rows. */
export const Away: Story = {
  render: (args) => (
    <div className="stage">
      <Transcript.Root>
        <Transcript.Viewport>
          <Transcript.List>
            {Array.from({ length: 40 }, (_, at) => (
              <Transcript.Item
                key={at}
                message={shownMessage(String(at), { text: `Row ${at}`, at })}
                relation="continued"
              />
            ))}
          </Transcript.List>
        </Transcript.Viewport>
        <Transcript.JumpToLatest {...args} />
      </Transcript.Root>
    </div>
  ),
  play: async ({ canvas, userEvent }) => {
    const viewport = canvas.getByRole('region');
    viewport.dispatchEvent(new WheelEvent('wheel', { deltaY: -600, bubbles: true }));
    viewport.scrollBy({ top: -600, behavior: 'instant' });
    await userEvent.click(await canvas.findByRole('button', { name: '3 new messages' }));
    await expect(viewport).toHaveFocus();
  },
};
