import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Citations',
  component: Transcript.Citations,
  decorators: [partDecorator],
  args: {
    sources: [
      { type: 'source-url', sourceId: '1', url: 'https://porto.example/tides', title: 'Tides' },
      { type: 'source-url', sourceId: '2', url: 'https://weather.example/porto' },
      { type: 'source-document', sourceId: '3', mediaType: 'text/plain', title: 'House rules' },
    ],
  },
  parameters: partPage({
    about:
      'Where an answer comes from: links to pages of the web, names of documents. Nothing is fetched before the reader asks.',
    anatomy: `<Transcript.Citations sources={sources} />`,
    attributes: {
      'data-part': '`citations`',
      'data-count': 'how many there are',
    },
    tokens: ['text-ui', 'ink-muted', 'ink-faint', 'line-strong'],
  }),
} satisfies Meta<typeof Transcript.Citations>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Sources: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('link')).toHaveLength(2);
    await expect(canvas.getByText('House rules')).toBeVisible();
  },
};
