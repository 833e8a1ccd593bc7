import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Skeleton',
  component: Transcript.Skeleton,
  decorators: [partDecorator],
  parameters: partPage({
    about:
      'Outlines of messages while the first page is on its way; shown after 200 ms only, so that nothing flashes.',
    anatomy: `<Transcript.Skeleton />`,
    attributes: {
      'data-part': '`skeleton`',
    },
    tokens: ['line', 'own', 'radius-s'],
  }),
} satisfies Meta<typeof Transcript.Skeleton>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Bones: Story = {};
