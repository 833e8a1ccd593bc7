import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/EmptyState',
  component: Transcript.EmptyState,
  decorators: [partDecorator],
  parameters: partPage({
    about:
      'Stands where the messages will be. Its children, or `components={{ EmptyState }}`, are the place for suggestions.',
    anatomy: `<Transcript.EmptyState />`,
    attributes: {
      'data-part': '`empty-state`',
    },
    tokens: ['ink', 'ink-muted', 'text-h3'],
  }),
} satisfies Meta<typeof Transcript.EmptyState>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Words: Story = {};
export const OfYourOwn: Story = { args: { children: <p>What would you like to know?</p> } };
