import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const part = {
  type: 'reasoning',
  text: 'The night porter leaves at eleven.\nA code for the door is in the confirmation.',
  state: 'done',
} as const;

const meta = {
  title: 'Parts/Reasoning',
  component: Transcript.Reasoning,
  decorators: [partDecorator],
  args: { part },
  parameters: partPage({
    about:
      'What the assistant thought before it answered: folded away, but found by the browser’s search (`hidden="until-found"`).',
    anatomy: `<Transcript.Reasoning part={part} defaultOpen={false} />`,
    attributes: {
      'data-part': '`reasoning`, inside it `trigger` and `panel`',
      'data-status': '`streaming` or `done`',
      'data-open': 'present while it is unfolded',
    },
    tokens: ['ink-muted', 'line-strong', 'text-ui'],
  }),
} satisfies Meta<typeof Transcript.Reasoning>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Folded: Story = {
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Reasoning' }));
    await expect(canvas.getByText(/The night porter/)).toBeVisible();
  },
};
export const Streaming: Story = { args: { part: { ...part, state: 'streaming' } } };
export const Open: Story = { args: { defaultOpen: true } };
