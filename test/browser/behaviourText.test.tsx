import { cleanup, render, screen, within } from '@testing-library/react';
import { MarkdownText } from 'react-conversation-stream/markdown';
import { ChatTranscript, ConversationFeed } from 'react-conversation-stream/ui';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import 'react-conversation-stream/styles.css';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Message, MessagePart } from 'react-conversation-stream';
import { message } from '../helpers/message.ts';
import { renderConversation } from '../helpers/renderConversation.tsx';

afterEach(() => {
  cleanup();
  document.documentElement.removeAttribute('dir');
});

function show(text: string, given: Partial<Message> = {}): HTMLElement {
  return render(
    <ChatTranscript messages={[message('m1', text, given)]} components={{ Text: MarkdownText }} />,
  ).container;
}

/** Where the text of a node is painted, character by character from left to right. */
function paintedOrder(node: Node): string {
  const text = node.firstChild as Text;
  const range = document.createRange();
  const places = text.data.split('').map((char, index) => {
    range.setStart(text, index);
    range.setEnd(text, index + 1);
    return { char, left: range.getBoundingClientRect().left };
  });
  return places
    .toSorted((a, b) => a.left - b.left)
    .map(({ char }) => char)
    .join('');
}

/** Px between the sides of a block and the text of its first line. */
function indents(block: Element): { left: number; right: number } {
  const range = document.createRange();
  range.selectNodeContents(block);
  const [line] = range.getClientRects();
  const box = block.getBoundingClientRect();
  return { left: line!.left - box.left, right: box.right - line!.right };
}

describe.each(['ltr', 'rtl'])('on a page from %s', (dir) => {
  beforeEach(() => {
    document.documentElement.dir = dir;
  });

  it('each block begins at the side its own text begins at', () => {
    const container = show(
      'تغادر العبّارة.\n\nIn English.\n\n# עברית\n\n> 日本語\n\n- عربي\n- word',
    );
    const sides = [...container.querySelectorAll('.cs-markdown :is(p, h1, li)')].map((block) => {
      const { left, right } = indents(block);
      return left < right ? 'left' : 'right';
    });
    expect(sides).toEqual(['right', 'left', 'right', 'left', 'right', 'left']);
  });

  it('markers, lines and first columns are at that side, too', () => {
    const blocks = '- نص\n\n> نص\n\n| نص | ب |\n|-|-|\n| ج | د |';
    const container = show(`${blocks}\n\n${blocks.replaceAll(/[\u0600-\u06FF]+/gu, 'abc')}`);
    const directions = [...container.querySelectorAll('ul, blockquote, table')].map(
      (block) => getComputedStyle(block).direction,
    );
    expect(directions).toEqual(['rtl', 'rtl', 'rtl', 'ltr', 'ltr', 'ltr']);
  });

  it('so does each paragraph of plain text', () => {
    render(<ChatTranscript messages={[message('m1', 'word\nكلمة')]} />);
    const text = document.querySelector('.cs-text')!;
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()];
    const box = text.getBoundingClientRect();
    expect(lines[0]!.left).toBeCloseTo(box.left, 0);
    expect(lines.at(-1)!.right).toBeCloseTo(box.right, 0);
  });

  it('code runs from left to right, in a line and in a block', () => {
    const container = show('اكتب `a(b).c!` الآن\n\n```\na(b).c!\n```');
    const [inline, block] = container.querySelectorAll('code');
    expect(paintedOrder(inline!)).toBe('a(b).c!');
    expect(paintedOrder(block!).trim()).toBe('a(b).c!');
    expect(indents(block!.parentElement!).left).toBeLessThan(20);
  });
});

const wide = `| ${'column | '.repeat(14)}\n|${'-|'.repeat(14)}\n| ${'cell with text | '.repeat(14)}

\`\`\`ts
${'a line of code that does not end '.repeat(8)}
\`\`\`

${'w'.repeat(400)} \`${'code'.repeat(100)}\` https://example.com/${'path'.repeat(100)}

# ${'Heading'.repeat(40)}

- ${'item'.repeat(100)}
  > ${'quote'.repeat(100)}
`;

const longName = `${'name'.repeat(80)}.txt`;
const parts: readonly MessagePart[] = [
  { type: 'reasoning', text: 'r'.repeat(400), state: 'done' },
  {
    type: 'dynamic-tool',
    toolName: 'tool'.repeat(60),
    toolCallId: '1',
    state: 'output-available',
    input: { key: 'v'.repeat(400) },
    output: 'o'.repeat(400),
  },
  {
    type: 'dynamic-tool',
    toolName: 'tool'.repeat(60),
    toolCallId: '2',
    state: 'approval-requested',
    input: {},
    approval: { id: 'a' },
  },
  { type: 'text', text: wide },
  { type: 'file', mediaType: 'text/plain', filename: longName, url: 'https://example.com/a' },
  { type: 'source-url', sourceId: 's', url: 'https://example.com/s', title: 't'.repeat(400) },
];

describe('what is wide', () => {
  it('scrolls in a region with a name that the keyboard gets to', () => {
    show(wide);
    for (const name of ['Table', 'Code, ts']) {
      const region = screen.getByRole('region', { name });
      expect(region.scrollWidth).toBeGreaterThan(region.clientWidth);
      region.focus();
      expect(document.activeElement).toBe(region);
      region.scrollLeft = 50;
      expect(region.scrollLeft).toBe(50);
    }
  });

  it.each(['ltr', 'rtl'])(
    'moves neither page nor transcript sideways at 320 px (%s)',
    async (dir) => {
      document.documentElement.dir = dir;
      await page.viewport(320, 600);
      const names = { id: 'a', name: 'Name'.repeat(50), kind: 'human' } as const;
      const transport = createScriptedTransport({
        conversations: {
          c1: [
            { text: wide, role: 'user' },
            { author: names, parts },
            { role: 'system', text: 's'.repeat(400) },
          ],
        },
      });
      const { container } = renderConversation(
        transport,
        <div style={{ blockSize: 560, display: 'flex' }}>
          <ConversationFeed components={{ Text: MarkdownText }} />
        </div>,
      );
      await screen.findAllByRole('article');
      for (const trigger of container.querySelectorAll<HTMLElement>('[data-part="trigger"]'))
        if (trigger.ariaExpanded === 'false') trigger.click();
      await expect
        .poll(() => container.querySelectorAll('.cs-tool-data').length)
        .toBeGreaterThan(2);
      const boxes = [document.documentElement, container.querySelector('.cs-viewport')!];
      expect(boxes.map((box) => box.scrollWidth - box.clientWidth)).toEqual([0, 0]);
      const beyond = [...container.querySelectorAll('*')].filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        const isInScroller = element.parentElement!.closest('pre, .cs-table') !== null;
        return width > 1 && !isInScroller && (left < -1 || right > 321);
      });
      expect(beyond.map(({ outerHTML }) => outerHTML.slice(0, 120))).toEqual([]);
    },
  );

  it('keeps a word of 400 letters in its line', () => {
    const container = show('w'.repeat(400));
    container.style.inlineSize = '300px';
    const paragraph = within(container).getByText(/^w+$/);
    expect(paragraph.scrollWidth).toBeLessThanOrEqual(300);
  });
});
