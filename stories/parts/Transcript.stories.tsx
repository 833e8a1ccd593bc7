import type { Meta, StoryObj } from '@storybook/react-vite';
import { Transcript } from 'react-conversation-stream/ui';
import { expect, fn } from 'storybook/test';
import { shownMessage } from '../stage/shownMessage.ts';
import { partPage } from './partPage.ts';

const meta = {
  title: 'Parts/Transcript',
  component: Transcript.Root,
  subcomponents: {
    Viewport: Transcript.Viewport,
    List: Transcript.List,
    Item: Transcript.Item,
    Row: Transcript.Row,
  },
  parameters: partPage({
    about:
      'The boxes of a transcript of your own: `Root` fills its parent, `Viewport` scrolls inside it and follows the end, `List` holds the rows. `Item` is a row of a message you have, `Row` one that reads its message from the nearest `<Conversation>` by its key, and alone renders when that changes.',
    anatomy: `<Transcript.Root>
  <Transcript.Viewport onNearStart={loadOlder}>
    <Transcript.List>
      <Transcript.Item message={message} relation="new-day" />
      <Transcript.Row messageKey={key} previousKey={previousKey} />
    </Transcript.List>
  </Transcript.Viewport>
  <Transcript.JumpToLatest newMessages={2} />
</Transcript.Root>`,
    attributes: {
      'data-part': '`transcript`, `viewport`, `list` or `item`',
      'data-following': 'of the viewport: it stays at the end',
      'data-relation':
        'of an item: `new-day`, `continued` (same author within five minutes) or `apart`',
      'data-key': 'of an item: the key of its message',
      'data-highlighted': 'of an item: it was jumped to a moment ago',
    },
    tokens: [
      'canvas',
      'ink',
      'measure',
      'gutter',
      'gap-group',
      'gap-message',
      'gap-turn',
      'density',
    ],
  }),
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
            />
            <Transcript.GapNotice isLoading={false} onLoad={handleLoad} />
            <Transcript.Item
              message={shownMessage('2', { text: 'Behind the gap.', at: 9 })}
              relation="apart"
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
