import type { Meta, StoryObj } from '@storybook/react-vite';
import { defaultComponents, MessageBody, Transcript } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { shownMessage } from '../stage/shownMessage.ts';
import { partDecorator } from './partDecorator.tsx';

/** The parts a transcript is made of: `<Transcript.Root><Transcript.Viewport><Transcript.List>…`. */
const meta = {
  title: 'Parts/Transcript',
  component: Transcript.Root,
  subcomponents: {
    Viewport: Transcript.Viewport,
    List: Transcript.List,
    DaySeparator: Transcript.DaySeparator,
    GapNotice: Transcript.GapNotice,
    LoadOlder: Transcript.LoadOlder,
    LoadFailed: Transcript.LoadFailed,
    EmptyState: Transcript.EmptyState,
    Skeleton: Transcript.Skeleton,
    MessageBody,
  },
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
              components={defaultComponents}
            />
            <Transcript.GapNotice isLoading={false} onLoad={handleLoad} />
            <Transcript.Item
              message={shownMessage('2', { text: 'Behind the gap.', at: 9 })}
              relation="apart"
              components={defaultComponents}
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

export const LoadingOlder: Story = {
  decorators: [partDecorator],
  render: () => <Transcript.LoadOlder status="loading" onLoad={handleLoad} />,
};
export const OlderFailed: Story = {
  decorators: [partDecorator],
  render: () => <Transcript.LoadOlder status="failed" onLoad={handleLoad} />,
};
export const FirstPageFailed: Story = {
  decorators: [partDecorator],
  render: () => <Transcript.LoadFailed onRetry={handleLoad} />,
};
export const EmptyState: Story = {
  decorators: [partDecorator],
  render: () => <Transcript.EmptyState />,
};
export const Skeleton: Story = {
  decorators: [partDecorator],
  render: () => <Transcript.Skeleton />,
};
