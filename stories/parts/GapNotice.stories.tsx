import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/GapNotice',
  component: Transcript.GapNotice,
  decorators: [partDecorator],
  args: { isLoading: false, onLoad: fn() },
  render: (args) => (
    <Transcript.List>
      <Transcript.GapNotice {...args} />
    </Transcript.List>
  ),
  parameters: partPage({
    about: 'A row that stands where messages may be missing, with a way to load them.',
    anatomy: `<Transcript.List>
  <Transcript.GapNotice isLoading={isLoading} onLoad={loadOlderMessages} />
</Transcript.List>`,
    attributes: {
      'data-part': '`gap-notice`',
      'data-status': '`ready` or `loading`',
    },
    tokens: ['warn-bg', 'warn-ink', 'line-strong', 'text-ui'],
  }),
} satisfies Meta<typeof Transcript.GapNotice>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Ready: Story = {
  play: async ({ args, canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Load' }));
    await expect(args.onLoad).toHaveBeenCalledTimes(1);
  },
};
export const Loading: Story = { args: { isLoading: true } };
