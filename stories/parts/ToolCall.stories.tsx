import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { inMessage } from './messageDecorator.tsx';
import { partPage } from './partPage.ts';

const handleRespond = fn();
const part = {
  type: 'tool-book-table',
  title: 'Book a table',
  toolCallId: '1',
  state: 'input-available',
  input: { guests: 2, at: '19:30', note: 'no nuts' },
} as const;

const meta = {
  title: 'Parts/ToolCall',
  component: Transcript.ToolCall,
  decorators: [inMessage({}, { onRespond: handleRespond })],
  args: { part },
  parameters: partPage({
    about:
      'A tool the assistant uses: its name, how far it is, what it was given and gave, and the question whether it may. The answer goes to `onRespond` of its message; without that there are no buttons.',
    anatomy: `<Transcript.ToolCall part={part} />`,
    attributes: {
      'data-part': '`tool-call`, inside it `trigger`, `panel`, `approval`, `approve` and `deny`',
      'data-status': '`preparing`, `approval`, `running`, `done`, `failed` or `denied`',
      'data-open': 'present while input and result are shown',
    },
    tokens: ['raised', 'sunken', 'warn-ink', 'danger-ink', 'ok', 'accent', 'radius-m'],
  }),
} satisfies Meta<typeof Transcript.ToolCall>;

export default meta;
type Story = StoryObj<typeof meta>;

export const Preparing: Story = { args: { part: { ...part, state: 'input-streaming' } } };
export const Running: Story = {};
export const WantsApproval: Story = {
  args: { part: { ...part, state: 'approval-requested', approval: { id: 'a1' } } },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Approve' }));
    await expect(handleRespond).toHaveBeenCalledWith({ approvalId: 'a1', isApproved: true });
  },
};
export const Done: Story = {
  args: { part: { ...part, state: 'output-available', output: { booked: true, table: 4 } } },
};
export const Failed: Story = {
  args: { part: { ...part, state: 'output-error', errorText: 'The kitchen is closed.' } },
};
export const Denied: Story = { args: { part: { ...part, state: 'output-denied' } } };
export const Open: Story = {
  args: { defaultOpen: true, part: { ...part, state: 'output-available', output: 'Table 4' } },
};
