import { screen, waitFor } from '@testing-library/react';
import { ConversationFeed } from 'react-conversation-stream/ui';
import {
  createScriptedTransport,
  type ScriptedTransport,
  type ScriptedTransportOptions,
} from 'react-conversation-stream/testing';
import 'react-conversation-stream/styles.css';
import { describe, expect, it } from 'vitest';
import { beginAnswer } from '../helpers/beginAnswer.ts';
import {
  renderConversation,
  type RenderConversationOptions,
} from '../helpers/renderConversation.tsx';

const count = 60;

function createHistory(others: ScriptedTransportOptions['conversations'] = {}): ScriptedTransport {
  return createScriptedTransport({
    conversations: {
      ...others,
      c1: Array.from({ length: count }, (_, index) => ({
        id: `m${index}`,
        text: `Row ${index}. ${'More text. '.repeat(20)}`,
      })),
    },
  });
}

/** A feed in a box of 400 by 500 px, with its first page of 20 shown. */
async function renderFeed(transport = createHistory(), options: RenderConversationOptions = {}) {
  renderConversation(
    transport,
    <div style={{ blockSize: 500, inlineSize: 400, display: 'flex' }}>
      <ConversationFeed />
    </div>,
    options,
  );
  await screen.findByText(/^Row 59\./);
  await waitFor(() => expect(transport.countRequests('history')).toBeGreaterThanOrEqual(2));
  const viewport = screen.getByRole('region', { name: 'Conversation' });
  return { transport, viewport };
}

const row = (index: number): HTMLElement =>
  document.querySelector<HTMLElement>(`[data-message-id="m${index}"]`)!;

/** How far the end of the last row is from the end of the viewport, px; the padding when at the end. */
function distanceToEnd(viewport: HTMLElement): number {
  const last = [...viewport.querySelectorAll('article')].at(-1)!;
  return viewport.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom;
}

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

describe('the viewport', () => {
  it('scrolls inside its bounded parent', async () => {
    const { viewport } = await renderFeed();
    const feed = document.querySelector('[data-part="feed"]')!;
    expect(feed.getBoundingClientRect().height).toBe(500);
    expect(viewport.scrollHeight).toBeGreaterThan(viewport.clientHeight);
    expect(getComputedStyle(viewport).overflowY).toBe('auto');
  });

  it('opens at the end and follows what arrives', async () => {
    const { transport, viewport } = await renderFeed();
    expect(distanceToEnd(viewport)).toBeCloseTo(24, 0);
    const message = { id: 'new', text: `Newest. ${'And long. '.repeat(40)}` };
    transport.emit('c1', message);
    await screen.findByText(/^Newest\./);
    expect(distanceToEnd(viewport)).toBeCloseTo(24, 0);
  });

  it('forgets old rows while it follows, never under the eyes of a reader', async () => {
    const { transport, viewport } = await renderFeed(createHistory(), { maxMessages: 20 });
    const say = (id: string): Promise<HTMLElement> => {
      transport.emit('c1', { id, text: `${id}.` });
      return screen.findByText(`${id}.`);
    };
    await say('first');
    expect(row(40)).toBeNull();
    viewport.scrollTop = -viewport.clientHeight;
    await waitFor(() => expect(viewport.scrollTop).toBeLessThan(-24));
    await frame();
    const oldest = row(41);
    await say('second');
    await say('third');
    expect(row(41)).toBe(oldest);
    viewport.scrollTop = 0;
    await frame();
    await frame();
    await say('fourth');
    await waitFor(() => expect(row(41)).toBeNull());
  });

  it('follows a message that grows', async () => {
    const { transport, viewport } = await renderFeed();
    const at = { messageId: 'a', partId: 'p' };
    const part = { type: 'text', text: 'Growing' } as const;
    transport.tell('c1', beginAnswer('a'), { type: 'part-set', ...at, part });
    for (let step = 0; step < 10; step += 1) {
      transport.tell('c1', { type: 'part-delta', ...at, delta: ` and growing ${step}`.repeat(5) });
      await screen.findByText(new RegExp(`growing ${step}$`));
      expect(distanceToEnd(viewport)).toBeCloseTo(24, 0);
    }
  });

  it('leaves a reader who scrolled up where they are', async () => {
    const { transport, viewport } = await renderFeed();
    viewport.scrollTo({ top: -600 });
    await frame();
    const shown = row(56);
    const before = shown.getBoundingClientRect().top;
    transport.emit('c1', { id: 'new', text: 'Newest.' });
    await screen.findByText('Newest.');
    await frame();
    expect(Math.abs(shown.getBoundingClientRect().top - before)).toBeLessThanOrEqual(1);
  });

  it('loads older pages near the start, under the eyes of the reader', async () => {
    const { transport, viewport } = await renderFeed();
    const requests = transport.countRequests('history');
    viewport.scrollTo({ top: -(viewport.scrollHeight - viewport.clientHeight - 300) });
    await frame();
    const shown = row(42);
    const before = shown.getBoundingClientRect().top;
    await screen.findByText(/^Row 39\./);
    await frame();
    expect(Math.abs(shown.getBoundingClientRect().top - before)).toBeLessThanOrEqual(1);
    expect(screen.getAllByRole('article')).toHaveLength(40);
    expect(transport.countRequests('history')).toBe(requests + 1);
  });

  it('asks for no older page as long as nobody scrolls', async () => {
    const { transport } = await renderFeed();
    const before = transport.countRequests('history');
    transport.emit('c1', { id: 'new', text: 'Newest.' });
    await screen.findByText('Newest.');
    expect(transport.countRequests('history')).toBe(before);
  });

  it('does not repeat a failed request while scrolling', async () => {
    const { transport, viewport } = await renderFeed();
    transport.fault({ kind: 'refuse', request: 'history', times: 100, error: 'bad_request' });
    viewport.scrollTo({ top: -viewport.scrollHeight });
    await screen.findByText('Older messages could not be loaded.');
    const after = transport.countRequests('history');
    for (let step = 0; step < 10; step += 1) {
      viewport.scrollBy({ top: step % 2 === 0 ? 20 : -20 });
      await frame();
    }
    expect(transport.countRequests('history')).toBe(after);
  });

  it('opens another conversation at its end', async () => {
    const transport = createHistory({
      c2: Array.from({ length: 20 }, (_, index) => `Other ${index}. ${'Text. '.repeat(60)}`),
    });
    const tree = (id: string) => (
      <div style={{ blockSize: 500, inlineSize: 400, display: 'flex' }}>
        <ConversationFeed conversationId={id} />
      </div>
    );
    const { rerender } = renderConversation(transport, tree('c2'));
    await screen.findByText(/^Other 19\./);
    rerender(tree('c1'));
    await screen.findByText(/^Row 59\./);
    screen.getByRole('region').scrollTo({ top: -1_000 });
    // Both are held now: one follows the other in a single commit.
    rerender(tree('c2'));
    expect(screen.getByText(/^Other 19\./)).toBeVisible();
    expect(distanceToEnd(screen.getByRole('region'))).toBeCloseTo(24, 0);
  });
});
