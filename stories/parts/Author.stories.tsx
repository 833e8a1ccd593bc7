import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { inMessage } from './messageDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Author',
  component: Transcript.Author,
  parameters: partPage({
    about:
      'Who wrote the message it is in: the heading that names the article. Its level is `headingLevel` of the settings.',
    anatomy: `<Transcript.Message message={message}>
  <Transcript.Author />
</Transcript.Message>`,
    attributes: {
      'data-part': '`author`',
      'data-author': '`self`, `human`, `agent` or `system`',
    },
    tokens: ['text-ui', 'ink', 'human'],
  }),
} satisfies Meta<typeof Transcript.Author>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Agent: Story = { decorators: [inMessage()] };
export const Person: Story = {
  decorators: [inMessage({ author: { id: 'i', name: 'Inês Carvalho', kind: 'human' } })],
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('heading', { name: 'Inês Carvalho' })).toBeVisible();
  },
};
