import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/TypingIndicator',
  component: Transcript.TypingIndicator,
  decorators: [partDecorator],
  parameters: partPage({
    about:
      'Says that an answer is being made of which nothing is here yet. The kit shows it on evidence only: the server has taken the newest message, and its turn is open. Never while a person would answer.',
    anatomy: `{isAnswerDue && <Transcript.TypingIndicator author="Marlowe" />}`,
    attributes: {
      'data-part': '`typing-indicator`',
    },
    tokens: ['text-ui', 'ink-muted', 'gap-turn'],
  }),
} satisfies Meta<typeof Transcript.TypingIndicator>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Assistant: Story = {};
export const Named: Story = {
  args: { author: 'Marlowe' },
  play: async ({ canvas }) => {
    await expect(canvas.getByText('Marlowe is answering…')).toBeVisible();
  },
};
