import type { Meta, StoryObj } from '@storybook/react-vite';
import { MarkdownText } from 'react-conversation-stream/markdown';
import { ChatTranscript, Transcript, type ComponentOverrides } from 'react-conversation-stream/ui';
import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { expect } from 'storybook/test';
import './stage/brand.css';
import { concierge } from './stage/dialogue.ts';
import { shownMessage } from './stage/shownMessage.ts';

const ines = { id: 'ines', name: 'Inês Carvalho', kind: 'human' } as const;
const messages = [
  shownMessage('1', { role: 'user', text: 'Can we still check in after midnight?' }),
  shownMessage('2', {
    author: concierge,
    text: 'You can. The door opens with your code: `#4711`.\n\n- the key waits in the box\n- breakfast ends at [half past ten](https://example.com/house)',
  }),
  shownMessage('3', { role: 'system', text: 'Inês Carvalho joined the conversation.' }),
  shownMessage('4', { author: ines, text: 'Good evening, this is Inês.', at: 7 }),
  shownMessage('5', { author: concierge, text: 'And the train', status: 'interrupted', at: 8 }),
];
const components = { Text: MarkdownText };

/** Tokens, attributes and classes: see the page "Theming" in Docs. */
const meta = {
  title: 'Theming',
  component: ChatTranscript,
  args: { messages, components },
  decorators: [
    (Story) => (
      <div className="stage">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof ChatTranscript>;

export default meta;
type Story = StoryObj<typeof meta>;

const colours =
  'canvas raised sunken own ink ink-muted ink-faint line line-strong accent on-accent human ok warn-bg warn-ink danger-bg danger-ink focus selection'.split(
    ' ',
  );

function Swatch({ name }: { readonly name: string }): ReactElement {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    ref.current!.style.background = `var(--cs-${name})`;
  }, [name]);
  return (
    <li>
      <span ref={ref} />
      --cs-{name}
    </li>
  );
}

/** Every colour there is. The theme of the toolbar changes them. */
export const Colours: Story = {
  render: () => (
    <ul className="swatches">
      {colours.map((name) => (
        <Swatch key={name} name={name} />
      ))}
    </ul>
  ),
  play: async ({ canvasElement }) => {
    const painted = [...canvasElement.querySelectorAll('span')].map(
      (swatch) => getComputedStyle(swatch).backgroundColor,
    );
    await expect(painted).not.toContain('rgba(0, 0, 0, 0)');
  },
};

/** Ten tokens on an element around it. */
export const Brand: Story = {
  decorators: [
    (Story) => (
      <div className="stage brand">
        <Story />
      </div>
    ),
  ],
  play: async ({ canvasElement }) => {
    const transcript = canvasElement.querySelector('[data-part="transcript"]')!;
    await expect(getComputedStyle(transcript).fontFamily).toMatch(/^Georgia/);
  },
};

/** Rules by `data-*` attributes. Whatever you write wins: the kit's rules have no weight. */
export const ByState: Story = {
  decorators: [
    (Story) => (
      <div className="stage by-state">
        <Story />
      </div>
    ),
  ],
  play: async ({ canvas }) => {
    const body = canvas.getByText('Good evening, this is Inês.').closest('[data-part="bubble"]')!;
    await expect(getComputedStyle(body).paddingTop).toBe('12px');
  },
};

const columns = (attribute: string, values: readonly string[]): ReactElement => (
  <div className="columns">
    {values.map((value) => (
      <div key={value} {...{ [attribute]: value }}>
        <ChatTranscript {...{ messages, components }} labels={{ transcript: value }} />
      </div>
    ))}
  </div>
);

/** `data-theme` forces a theme, for a part of a page as well. */
export const Themes: Story = {
  render: () => columns('data-theme', ['light', 'dark']),
  play: async ({ canvas }) => {
    const canvasOf = (name: string): string =>
      getComputedStyle(canvas.getByRole('region', { name }).parentElement!).backgroundColor;
    await expect(canvasOf('light')).not.toBe(canvasOf('dark'));
  },
};

/** `data-density`: how far apart messages and turns are. */
export const Densities: Story = {
  render: () => columns('data-density', ['compact', 'regular', 'comfortable']),
  play: async ({ canvas }) => {
    const heights = ['compact', 'regular', 'comfortable'].map(
      (name) => canvas.getByRole('region', { name }).querySelector('ol')!.offsetHeight,
    );
    await expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    await expect(new Set(heights).size).toBe(3);
  },
};

/** `className` and `style` know the state of their part: here of a bubble. */
const marked: ComponentOverrides = {
  ...components,
  Bubble: (props) => (
    <Transcript.Bubble
      {...props}
      className={({ status }) => `bubble-${status}`}
      style={({ status }) => (status === 'complete' ? undefined : { opacity: 0.999 })}
    />
  ),
};

/** A class, and a style, made of a part's state. */
export const ClassOfState: Story = {
  args: { components: marked },
  play: async ({ canvas }) => {
    const body = canvas.getByText('And the train').closest('[data-part="bubble"]')!;
    await expect(body).toHaveClass('bubble-interrupted');
  },
};
