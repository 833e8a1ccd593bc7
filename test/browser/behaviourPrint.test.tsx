import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { MarkdownText } from 'react-conversation-stream/markdown';
import { ChatTranscript } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';
import { afterEach, describe, expect, it } from 'vitest';
import { cdp } from 'vitest/browser';
import { message } from '../helpers/message.ts';

const setMedia = (media: string): Promise<unknown> =>
  cdp().send('Emulation.setEmulatedMedia', { media });

afterEach(async () => {
  cleanup();
  await setMedia('');
});

const parts = [
  { type: 'reasoning', text: 'They come in late.', state: 'done' },
  {
    type: 'dynamic-tool',
    toolName: 'find',
    toolCallId: '1',
    state: 'output-available',
    input: {},
    output: 'line\n'.repeat(100),
  },
  { type: 'text', text: `A line of code:\n\n\`\`\`\n${'does not end '.repeat(80)}\n\`\`\`` },
] as const;

const messages = Array.from({ length: 400 }, (_, index) =>
  message(`m${index}`, `Row ${index}`, index === 399 ? { parts } : {}),
);

function renderPrinted(): void {
  render(
    <div style={{ blockSize: 500, inlineSize: 400 }}>
      <ChatTranscript messages={messages} components={{ Text: MarkdownText }} />
    </div>,
  );
}

const one = (selector: string): HTMLElement => document.querySelector<HTMLElement>(selector)!;
const isClipped = (element: HTMLElement): boolean =>
  getComputedStyle(element).overflowY !== 'visible' &&
  element.scrollHeight > element.clientHeight + 1;

describe('on paper', () => {
  it('there is every row, and nothing is clipped by what scrolls on a screen', async () => {
    renderPrinted();
    expect(isClipped(one('.cs-viewport'))).toBe(true);
    fireEvent(window, new Event('beforeprint'));
    await setMedia('print');
    expect(screen.getAllByRole('article')).toHaveLength(400);
    for (const name of ['.cs-transcript', '.cs-viewport', '.cs-tool-data', '.cs-markdown pre'])
      expect([name, isClipped(one(name))]).toEqual([name, false]);
    expect(one('.cs-transcript').getBoundingClientRect().height).toBeGreaterThan(400 * 24);
    const code = one('.cs-markdown pre');
    expect(code.scrollWidth).toBeLessThanOrEqual(code.clientWidth);
    fireEvent(window, new Event('afterprint'));
  });

  it('what is folded is open', async () => {
    renderPrinted();
    const panels = [...document.querySelectorAll<HTMLElement>('[data-part="panel"]')];
    const heights = (): number[] => panels.map(({ offsetHeight }) => offsetHeight);
    expect(panels).toHaveLength(2);
    // Padding at the most.
    expect(Math.max(...heights())).toBeLessThan(16);
    await setMedia('print');
    expect(Math.min(...heights())).toBeGreaterThanOrEqual(20);
    expect(panels[1]!.offsetHeight).toBeGreaterThan(100 * 20);
  });

  it('there are no controls', async () => {
    renderPrinted();
    await setMedia('print');
    const buttons = [...document.querySelectorAll<HTMLElement>('[data-part="copy"]')];
    expect(buttons.filter((button) => button.checkVisibility())).toEqual([]);
    expect(one('.cs-jump').checkVisibility({ visibilityProperty: true })).toBe(false);
  });
});
