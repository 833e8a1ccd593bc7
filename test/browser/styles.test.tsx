import { cleanup, render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { ConversationError } from 'react-conversation-stream';
import { MarkdownText } from 'react-conversation-stream/markdown';
import { ChatTranscript } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { message } from '../helpers/message.ts';

afterEach(() => {
  cleanup();
  document.documentElement.removeAttribute('style');
});

const transcript = (): ReactElement => (
  <ChatTranscript className="mine" messages={[message('m1', 'Hello')]} />
);

/** Lightness of a CSS colour, 0 to 1, as painted. */
function readLightness(color: string): number {
  const context = document.createElement('canvas').getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return (red + green + blue) / 765;
}

const backgroundOf = (element: Element): number =>
  readLightness(getComputedStyle(element).backgroundColor);

describe('the stylesheet', () => {
  it.each(['.mine { padding-top: 7px }', 'div { padding-top: 7px }'])(
    'loses against any rule of the page: %s',
    (rule) => {
      const style = document.createElement('style');
      style.textContent = rule;
      document.head.prepend(style);
      render(transcript());
      expect(getComputedStyle(document.querySelector('.mine')!).paddingTop).toBe('7px');
      style.remove();
    },
  );

  it('takes tokens from any ancestor', () => {
    const { container } = render(transcript());
    container.style.setProperty('--cs-canvas', 'rgb(1, 2, 3)');
    const root = document.querySelector('.mine')!;
    expect(getComputedStyle(root).backgroundColor).toBe('rgb(1, 2, 3)');
  });

  it('follows the color-scheme of the page', () => {
    render(transcript());
    const root = document.querySelector('.mine')!;
    expect(backgroundOf(root)).toBeGreaterThan(0.9);
    document.documentElement.style.colorScheme = 'dark';
    expect(backgroundOf(root)).toBeLessThan(0.2);
  });

  it('obeys data-theme against the page', () => {
    document.documentElement.style.colorScheme = 'dark';
    const { container } = render(transcript());
    container.dataset['theme'] = 'light';
    container.style.colorScheme = 'dark';
    expect(backgroundOf(document.querySelector('.mine')!)).toBeGreaterThan(0.9);
    container.dataset['theme'] = 'dark';
    container.style.colorScheme = 'light';
    expect(backgroundOf(document.querySelector('.mine')!)).toBeLessThan(0.2);
  });

  it('marks bullets by their own nesting, not by that of the rows', () => {
    const text = '- one\n  - two\n    - three\n\n1. first\n   - second';
    const messages = [message('m1', text)];
    const { container } = render(
      <ChatTranscript messages={messages} components={{ Text: MarkdownText }} />,
    );
    const lists = [...container.querySelectorAll('.cs-markdown ul')];
    expect(lists.map((list) => getComputedStyle(list).listStyleType)).toEqual([
      'disc',
      'circle',
      'square',
      'circle',
    ]);
  });

  describe('the buttons of a message', () => {
    const boxOf = (id: string, part: string): DOMRect =>
      document
        .querySelector(`[data-message-id="${id}"] [data-part="${part}"]`)!
        .getBoundingClientRect();
    const long = 'Words that go on to the very end of a line, and then to the next one. '.repeat(3);

    it.each([320, 700])('stand beside what one wrote oneself, in a box of %i px', (width) => {
      const messages = [
        message('m1', 'An answer'),
        message('m2', 'Two\nlines', { role: 'user', at: 1 }),
        message('m3', long, { role: 'user', at: 2 }),
      ];
      render(
        <div style={{ inlineSize: width }}>
          <ChatTranscript messages={messages} onEdit={() => {}} />
        </div>,
      );
      const [buttons, bubble] = [boxOf('m2', 'actions'), boxOf('m2', 'bubble')];
      expect(buttons.right).toBeLessThanOrEqual(bubble.left);
      expect(buttons.right).toBeGreaterThan(bubble.left - 8);
      expect(boxOf('m3', 'actions').left).toBeGreaterThanOrEqual(0);
    });

    it('cover no words of a message that goes on', () => {
      render(<ChatTranscript messages={[message('m1'), message('m2', long, { at: 1 })]} />);
      const icon = document.querySelector('[data-message-id="m2"] [data-part="copy"] svg')!;
      expect(icon.getBoundingClientRect().left).toBeGreaterThanOrEqual(boxOf('m2', 'bubble').right);
    });
  });

  it('keeps a text from left to right at its rail on a page from right to left', () => {
    const { container } = render(
      <div dir="rtl">
        <ChatTranscript messages={[message('m1', 'Short.')]} components={{ Text: MarkdownText }} />
      </div>,
    );
    const right = (selector: string): number =>
      container.querySelector(selector)!.getBoundingClientRect().right;
    expect(right('.cs-markdown')).toBe(right('.cs-bubble'));
    const range = document.createRange();
    range.selectNodeContents(container.querySelector('.cs-markdown p')!);
    expect(right('.cs-bubble') - range.getBoundingClientRect().right).toBeLessThan(2);
  });

  it('shows the beginning of much that was pasted, and all of it on demand', async () => {
    const text = 'One line of many.\n'.repeat(2_000);
    render(<ChatTranscript messages={[message('m1', text, { role: 'user' })]} />);
    const article = screen.getByRole('article');
    expect(article.offsetHeight).toBeLessThan(700);
    screen.getByRole('button', { name: 'Show all' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(article.offsetHeight).toBeGreaterThan(10_000);
    expect(article).toHaveFocus();
    expect(screen.queryByRole('button', { name: 'Show all' })).toBeNull();
  });

  it('makes rows closer or looser by data-density', () => {
    const messages = [message('a', 'A'), message('b', 'B', { role: 'user', at: 30 })];
    const { container } = render(<ChatTranscript messages={messages} />);
    const gap = (): string =>
      getComputedStyle(container.querySelectorAll('[data-part="item"]')[1]!).marginTop;
    expect(gap()).toBe('24px');
    container.dataset['density'] = 'compact';
    expect(gap()).toBe('18px');
    container.dataset['density'] = 'comfortable';
    expect(gap()).toBe('30px');
  });

  it('puts the rail at the side where lines begin', () => {
    const { container } = render(transcript());
    container.style.inlineSize = '600px';
    const article = screen.getByRole('article');
    const read = (): string[] => {
      const { paddingLeft, paddingRight } = getComputedStyle(article);
      return [paddingLeft, paddingRight];
    };
    expect(read()).toEqual(['18px', '0px']);
    container.dir = 'rtl';
    expect(read()).toEqual(['0px', '18px']);
  });

  it('keeps line breaks', () => {
    const { container } = render(<ChatTranscript messages={[message('m1', 'One\ntwo\nthree')]} />);
    const text = container.querySelector('[data-part="text"]')!;
    expect(text.getBoundingClientRect().height).toBe(3 * 24);
  });

  it('breaks words that are longer than a line', () => {
    render(<ChatTranscript messages={[message('m1', 'w'.repeat(2_000))]} />);
    const viewport = screen.getByRole('region');
    expect(viewport.scrollWidth).toBeLessThanOrEqual(viewport.clientWidth);
  });

  it.each([
    ['queued', 'dashed'],
    ['sending', 'dashed'],
    ['failed', 'double'],
  ] as const)('tells %s by the style of a line, not by colour alone', (status, lineStyle) => {
    const own = message('m1', 'Mine', { role: 'user', status });
    const { container } = render(<ChatTranscript messages={[own]} />);
    const body = container.querySelector('[data-part="bubble"]')!;
    expect(getComputedStyle(body).borderInlineStartStyle).toBe(lineStyle);
  });

  it.each([
    ['stopped', 'none'],
    ['interrupted', 'dashed'],
    ['error', 'double'],
    ['streaming', 'solid'],
  ] as const)('tells how an answer is by how its rail ends: %s', (status, lineStyle) => {
    render(<ChatTranscript messages={[message('m1', 'The text', { status })]} />);
    const article = screen.getByRole('article');
    const { content, borderInlineStartStyle } = getComputedStyle(article, '::after');
    expect(content === 'none' ? 'none' : borderInlineStartStyle).toBe(lineStyle);
    const rail = getComputedStyle(article, '::before');
    expect(rail.borderInlineStartStyle).toBe('solid');
    expect(Number.parseFloat(rail.insetBlockEnd) > 20).toBe(status !== 'streaming');
  });

  it('tells what asks from what failed, by the style of a line', () => {
    const error = new ConversationError('waited_too_long', 'Not sent.');
    const own = message('m1', 'Mine', { role: 'user', status: 'failed', error });
    const { container } = render(<ChatTranscript messages={[own]} />);
    const body = container.querySelector('[data-part="bubble"]')!;
    expect(getComputedStyle(body).borderInlineStartStyle).toBe('dashed');
    expect(getComputedStyle(body).borderInlineStartWidth).toBe('4px');
  });
});
