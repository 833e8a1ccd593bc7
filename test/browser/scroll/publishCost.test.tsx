import { cleanup, render, screen, waitFor } from '@testing-library/react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
} from 'react-conversation-stream';
import { createScriptedTransport, createTestMessages } from 'react-conversation-stream/testing';
import { ChatTranscript } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  createMessage,
  createRows,
  createScrollStage,
} from '../../../stories/scroll/createScrollStage.tsx';

afterEach(cleanup);

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** What a browser has to lay the page out for, or what is slow by itself, since the last time it was asked. */
function countWork(): () => { readonly reads: number; readonly dates: number } {
  let reads = 0;
  let dates = 0;
  const { getComputedStyle } = window;
  const { getBoundingClientRect } = Element.prototype;
  const format = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format')!;
  window.getComputedStyle = (...given) => {
    reads += 1;
    return getComputedStyle(...given);
  };
  Element.prototype.getBoundingClientRect = function count() {
    reads += 1;
    return getBoundingClientRect.call(this);
  };
  Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
    ...format,
    get() {
      dates += 1;
      return format.get!.call(this) as unknown;
    },
  });
  onTestFinished(() => {
    window.getComputedStyle = getComputedStyle;
    Element.prototype.getBoundingClientRect = getBoundingClientRect;
    Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', format);
  });
  return () => {
    const done = { reads, dates };
    reads = 0;
    dates = 0;
    return done;
  };
}

describe.each([100, 1_000])('one more among %s mounted rows', (rows) => {
  it.each(['at the end', 'away from it'])('costs what one row costs, %s', async (place) => {
    const transport = createScriptedTransport({
      conversations: { c1: createTestMessages(rows) },
    });
    const client = createConversationClient({ transport, pageSize: rows });
    onTestFinished(() => {
      cleanup();
      client.dispose();
      transport.dispose();
    });
    render(
      <ConversationProvider client={client}>
        <Conversation id="c1">
          <div style={{ blockSize: 500, inlineSize: 400, display: 'flex' }}>
            <ChatTranscript virtualize={false} />
          </div>
        </Conversation>
      </ConversationProvider>,
    );
    await waitFor(() => expect(document.querySelectorAll('article')).toHaveLength(rows));
    const { store } = client.conversation('c1');
    await expect.poll(() => store.getState().continuity).toBe('live');
    if (place === 'away from it') {
      const viewport = screen.getByRole('region', { name: 'Conversation' });
      viewport.dispatchEvent(new WheelEvent('wheel', { deltaY: -1_000 }));
      viewport.scrollBy({ top: -1_000, behavior: 'instant' });
    }
    await frame();
    await frame();
    const take = countWork();
    transport.emit('c1', 'One more.');
    await waitFor(() => expect(document.querySelectorAll('article')).toHaveLength(rows + 1));
    await frame();
    await frame();
    const { reads, dates } = take();
    // The rows in view, and as many looks as it takes to find them among a thousand.
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThanOrEqual(110);
    expect(dates).toBeLessThanOrEqual(10);
  });

  it('costs what one row costs where an app gives them', async () => {
    const stage = createScrollStage({ messages: createRows(rows) });
    render(<stage.Stage />);
    await stage.settle();
    const take = countWork();
    await stage.change((before) => [...before, createMessage('answer', 'One more.')]);
    const { reads, dates } = take();
    expect(reads).toBeLessThanOrEqual(110);
    expect(dates).toBeLessThanOrEqual(10);
  });
});
