import type { Meta, StoryObj } from '@storybook/react-vite';
import { MessageText } from 'react-conversation-stream/ui';
import { expect } from 'storybook/test';
import { shownMessage } from '../stage/shownMessage.ts';
import { partDecorator } from './partDecorator.tsx';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/MessageText',
  component: MessageText,
  decorators: [partDecorator],
  parameters: partPage({
    about:
      'A text part as it is: never HTML, line breaks kept. Inside a transcript what arrives is appended without a render, so a selection in it survives. Give `components={{ Text: MarkdownText }}` of `/markdown` for Markdown.',
    anatomy: `<Transcript.Bubble>
  <MessageText part={textPart} message={message} />
</Transcript.Bubble>`,
    attributes: { 'data-part': '`text`' },
    tokens: ['text-body', 'ink', 'measure', 'selection'],
  }),
} satisfies Meta<typeof MessageText>;

export default meta;
type Story = StoryObj<typeof meta>;

const text = 'Plain text.\n\n<b>Markup</b> is text, too.';

export const Plain: Story = {
  args: { part: { type: 'text', text }, message: shownMessage('1', { text }) },
  play: async ({ canvasElement }) => {
    await expect(canvasElement.querySelector('b')).toBeNull();
    await expect(canvasElement).toHaveTextContent('<b>Markup</b>');
  },
};
