import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/DaySeparator',
  component: Transcript.DaySeparator,
  decorators: [partDecorator],
  parameters: partPage({
    about:
      'The day its rows are from. Days change in the given time zone; today and yesterday have names.',
    anatomy: `<Transcript.DaySeparator time={message.createdAt} />`,
    attributes: {
      'data-part': '`day-separator`',
    },
    tokens: ['text-meta', 'ink-muted', 'line', 'gap-turn'],
  }),
} satisfies Meta<typeof Transcript.DaySeparator>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Date: Story = { args: { time: 1_767_312_000_000 } };
