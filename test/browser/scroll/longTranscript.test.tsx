import { cleanup, render } from '@testing-library/react';
import 'react-conversation-stream/styles.css';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createRows,
  createScrollStage,
  type ScrollStage,
} from '../../../stories/scroll/createScrollStage.tsx';

afterEach(cleanup);

const count = 10_000;

async function open(): Promise<ScrollStage> {
  const stage = createScrollStage({
    messages: createRows(count),
    virtualize: true,
    anchoring: 'none',
  });
  render(<stage.Stage />);
  await stage.settle();
  return stage;
}

const mounted = (): number => document.querySelectorAll('article').length;

/** Share of the viewport that shows no row, in percent. */
function blank(stage: ScrollStage): number {
  const box = stage.viewport().getBoundingClientRect();
  let covered = 0;
  for (const row of document.querySelectorAll('[data-part="item"]')) {
    const { top, bottom } = row.getBoundingClientRect();
    covered += Math.max(0, Math.min(bottom + 24, box.bottom) - Math.max(top - 24, box.top));
  }
  return Math.max(0, 100 * (1 - covered / box.height));
}

function firstVisible(stage: ScrollStage): string {
  const { top } = stage.viewport().getBoundingClientRect();
  const rows = [...document.querySelectorAll<HTMLElement>('article')];
  return rows.find((row) => row.getBoundingClientRect().top >= top)!.dataset['messageId']!;
}

describe('ten thousand rows', () => {
  it('mount at most 60, at the end, and stay there', async () => {
    const stage = await open();
    expect(mounted()).toBeLessThanOrEqual(60);
    expect(Math.abs(stage.toEnd())).toBeLessThanOrEqual(1);
    expect(blank(stage)).toBeLessThanOrEqual(1);
  });

  it('are scrolled through without a blank or a jump', async () => {
    const stage = await open();
    for (let step = 0; step < 40; step += 1) {
      const id = firstVisible(stage);
      const before = stage.topOf(id);
      await stage.scrollBy(-300);
      expect(Math.abs(stage.topOf(id) - before - 300)).toBeLessThanOrEqual(1);
      expect(blank(stage)).toBeLessThanOrEqual(1);
      expect(mounted()).toBeLessThanOrEqual(60);
    }
  });

  it('can be dragged to anywhere', async () => {
    const stage = await open();
    const { scrollHeight } = stage.viewport();
    for (const share of [0.5, 0.1, 0.9, 0.3]) {
      stage.viewport().scrollTop = -scrollHeight * share;
      await stage.settle();
      expect(blank(stage)).toBeLessThanOrEqual(1);
      expect(mounted()).toBeLessThanOrEqual(60);
    }
  });

  it('take 50 more before them without a drift', async () => {
    const stage = await open();
    await stage.scrollBy(-5_000);
    const id = firstVisible(stage);
    const before = stage.topOf(id);
    await stage.change((rows) => [...createRows(50, 'old'), ...rows]);
    expect(Math.abs(stage.topOf(id) - before)).toBeLessThanOrEqual(1);
  });

  it('keep the row that has the focus, and tell each row its place', async () => {
    const stage = await open();
    const row = stage.row(`m${count - 1}`);
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    await stage.scrollBy(-20_000);
    await stage.scrollBy(-20_000);
    expect(stage.row(`m${count - 1}`)).toBe(row);
    expect(document.activeElement).toBe(row);
    const item = stage.row(firstVisible(stage)).closest('li')!;
    expect(item.getAttribute('aria-setsize')).toBe(String(count));
    const id = stage.row(firstVisible(stage)).dataset['messageId']!;
    expect(item.getAttribute('aria-posinset')).toBe(String(Number(id.slice(1)) + 1));
  });

  it('are all there for print', async () => {
    const stage = createScrollStage({ messages: createRows(400), virtualize: true });
    render(<stage.Stage />);
    await stage.settle();
    window.dispatchEvent(new Event('beforeprint'));
    expect(mounted()).toBe(400);
    window.dispatchEvent(new Event('afterprint'));
    expect(mounted()).toBeLessThanOrEqual(60);
  });
});

describe('the way back in a long list', () => {
  it('works from a short distance, whatever has the focus', async () => {
    const stage = await open();
    await stage.scrollBy(-700);
    const copy = document.createElement('button');
    stage.row(firstVisible(stage)).append(copy);
    copy.focus({ preventScroll: true });
    await stage.settle();
    document.querySelector<HTMLElement>('[data-part="jump-to-latest"]')!.click();
    await expect.poll(() => Math.abs(stage.toEnd()), { timeout: 5_000 }).toBeLessThanOrEqual(1);
    expect(stage.viewport().hasAttribute('data-following')).toBe(true);
  });
});
