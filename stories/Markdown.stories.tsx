import type { Meta, StoryObj } from '@storybook/react-vite';
import { common, createLowlight } from 'lowlight';
import { createHighlighter, Markdown } from 'react-conversation-stream/markdown';
import { useEffect, useState, type ReactElement } from 'react';
import { expect, waitFor } from 'storybook/test';

const everything = `# The crossing

The **ferry** leaves at _ten past_, from pier \`B2\`; ~~not from B1~~. See [the timetable](https://example.com/times)
or ask harbour@example.com.

## What to bring

- [x] a ticket
- [ ] a coat
  - it is windy out there
- [ ] something to eat

1. Walk to the pier.
2. Show the ticket.

> The last ferry back waits for nobody.

| Day | Out | Back |
| :-- | --: | :--: |
| Monday | 10:10 | 18:40 |
| Sunday | 11:00 | 17:00 |

\`\`\`ts
export function nextFerry(now: Date): Date {
  // Every full hour, and ten minutes for luck.
  return new Date(Math.ceil(now.getTime() / 3_600_000) * 3_600_000 + 600_000);
}
\`\`\`

---

That is all.
`;

/** Markdown as elements, for text that may still be arriving. */
const meta = {
  title: 'Components/Markdown',
  component: Markdown,
  args: { children: everything },
  decorators: [
    (Story) => (
      <main className="cs-transcript" style={{ padding: 24, overflow: 'auto' }}>
        <Story />
      </main>
    ),
  ],
} satisfies Meta<typeof Markdown>;

export default meta;
type Story = StoryObj<typeof meta>;

/** All there is. */
export const Everything: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('heading', { name: 'The crossing' })).toBeVisible();
    await expect(canvas.getByRole('checkbox', { name: 'Done' })).toBeChecked();
    await expect(canvas.getByRole('region', { name: 'Table' })).toBeVisible();
  },
};

/** Some characters at a time, as a model says it; blocks that are finished stay as they are. */
function Arriving({ text }: { readonly text: string }): ReactElement {
  const [length, setLength] = useState(1);
  useEffect(() => {
    if (length >= text.length) return undefined;
    const timer = setTimeout(() => setLength(length + 9), 16);
    return () => clearTimeout(timer);
  }, [length, text]);
  return <Markdown isStreaming={length < text.length}>{text.slice(0, length)}</Markdown>;
}

/** Unfinished marks are never seen, and nothing jumps. */
export const Streaming: Story = {
  render: ({ children }) => <Arriving text={children} />,
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByText('That is all.')).toBeVisible(), {
      timeout: 10_000,
    });
  },
};

const highlight = createHighlighter(async () => createLowlight(common));

/** With \`highlight\`, code is coloured when its fence has closed. */
export const Highlighted: Story = {
  args: { highlight },
  play: async ({ canvas }) => {
    await waitFor(() =>
      expect(canvas.getByText('export')).toHaveAttribute('data-token', 'keyword'),
    );
  },
};

/** Raw HTML is text, an image is a link, and a link that would run something is none. */
export const Untrusted: Story = {
  args: {
    children: `<img src="https://tracker.example/pixel.png" onerror="alert(1)">

![a pixel](https://tracker.example/pixel.png) and [a trap](javascript:alert(1)).`,
  },
  play: async ({ canvas, canvasElement }) => {
    await expect(canvasElement.querySelector('img')).toBeNull();
    await expect(canvas.getByRole('link', { name: 'a pixel' })).toBeVisible();
    await expect(canvas.queryByRole('link', { name: 'a trap' })).toBeNull();
  },
};

/** What is wider than the column scrolls in itself, by keyboard as well; the page does not. */
export const Wide: Story = {
  args: {
    children: `A word of ${'very'.repeat(40)}long length.\n\n| ${'column | '.repeat(14)}\n|${'-|'.repeat(14)}\n| ${'cell with text | '.repeat(14)}\n\n\`\`\`\n${'a line of code that does not end '.repeat(8)}\n\`\`\`\n`,
  },
};

/** Each block has the direction its own text has. */
export const Directions: Story = {
  args: {
    children:
      '# مواعيد العبّارة\n\nتغادر العبّارة من الرصيف `B2` في الساعة العاشرة.\n\n- واحد\n- اثنان\n\nAnd in English.\n\n> 次の船は十時です。\n',
  },
};
