import { cleanup, screen, waitFor } from '@testing-library/react';
import { act, createRef } from 'react';
import { ConversationFeed, type TranscriptActions } from 'react-conversation-stream/ui';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import 'react-conversation-stream/styles.css';
import { afterEach, describe, expect, it } from 'vitest';
import { beginAnswer } from '../../helpers/beginAnswer.ts';
import { renderConversation } from '../../helpers/renderConversation.tsx';

afterEach(cleanup);

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const viewport = (): HTMLElement => screen.getByRole('region', { name: 'Conversation' });
const row = (id: string): HTMLElement =>
  document.querySelector<HTMLElement>(`[data-message-id="${id}"]`)!;
const topOf = (id: string): number =>
  row(id).getBoundingClientRect().top - viewport().getBoundingClientRect().top;

function createHistory(count = 60): ScriptedTransport {
  return createScriptedTransport({
    conversations: {
      c1: Array.from({ length: count }, (_, index) => ({
        id: `m${index}`,
        text: `Row ${index}. ${'More text. '.repeat(20)}`,
      })),
    },
  });
}

async function renderFeed(
  transport: ScriptedTransport,
  props: Parameters<typeof ConversationFeed>[0] = {},
): Promise<void> {
  renderConversation(
    transport,
    <div style={{ blockSize: 600, inlineSize: 400, display: 'flex' }}>
      <ConversationFeed {...props} />
    </div>,
  );
  await screen.findByText(/^Row 59\./);
}

describe('opening', () => {
  it('at the first unread message, with a line above it, which a send takes away', async () => {
    const transport = createHistory();
    await renderFeed(transport, { firstUnreadId: 'm52' });
    await screen.findByText(/unread|new/i, { selector: '[data-part="unread-separator"] *' });
    await waitFor(() => expect(Math.abs(topOf('m52') - 64)).toBeLessThanOrEqual(60));
    expect(topOf('m52')).toBeGreaterThan(0);
    transport.emit('c1', { id: 'new', text: 'Newest.' });
    await screen.findByText('Newest.');
    expect(document.querySelector('[data-part="unread-separator"]')).not.toBeNull();
    const input = screen.getByRole('textbox');
    act(() => input.focus());
    const { userEvent } = await import('vitest/browser');
    await userEvent.type(input, 'Mine{Enter}');
    await waitFor(() =>
      expect(document.querySelector('[data-part="unread-separator"]')).toBeNull(),
    );
  });
});

describe('what is sent', () => {
  it('is followed to the end by default', async () => {
    await renderFeed(createHistory());
    viewport().scrollBy({ top: -800, behavior: 'instant' });
    await frame();
    const { userEvent } = await import('vitest/browser');
    await userEvent.type(screen.getByRole('textbox'), 'Mine{Enter}');
    await screen.findByText('Mine');
    await waitFor(() => expect(viewport().hasAttribute('data-following')).toBe(true));
  });

  it('goes near the top with `turn-top`, and the answer grows below it', async () => {
    const transport = createHistory();
    await renderFeed(transport, { follow: 'turn-top' });
    const { userEvent } = await import('vitest/browser');
    await userEvent.type(screen.getByRole('textbox'), 'Mine{Enter}');
    const sent = await screen.findByText('Mine');
    const top = (): number =>
      sent.closest('li')!.getBoundingClientRect().top - viewport().getBoundingClientRect().top;
    await waitFor(() => expect(Math.abs(top() - 64)).toBeLessThanOrEqual(1));
    const at = { messageId: 'a', partId: 'p' };
    const part = { type: 'text', text: 'Growing' } as const;
    transport.tell('c1', beginAnswer('a'), { type: 'part-set', ...at, part });
    for (let step = 0; step < 8; step += 1) {
      transport.tell('c1', { type: 'part-delta', ...at, delta: ` and growing ${step}`.repeat(12) });
      await screen.findByText(new RegExp(`growing ${step}$`));
      await frame();
      expect(Math.abs(top() - 64)).toBeLessThanOrEqual(1);
    }
  });
});

describe('scrollToMessage', () => {
  it('loads pages until the message is there, shows it and gives it the focus', async () => {
    const transport = createHistory();
    const actions = createRef<TranscriptActions>();
    await renderFeed(transport, { actionsRef: actions });
    expect(row('m3')).toBeNull();
    expect(await actions.current!.scrollToMessage('m3')).toBe('found');
    expect(Math.abs(topOf('m3') - 64)).toBeLessThanOrEqual(60);
    expect(document.activeElement).toBe(row('m3'));
    expect(row('m3').closest('li')!.hasAttribute('data-highlighted')).toBe(true);
  });

  it('says so when there is no such message', async () => {
    const actions = createRef<TranscriptActions>();
    await renderFeed(createHistory(), { actionsRef: actions });
    expect(await actions.current!.scrollToMessage('nobody')).toBe('not-found');
  });

  it('gives way to the next one', async () => {
    const actions = createRef<TranscriptActions>();
    await renderFeed(createHistory(), { actionsRef: actions });
    const first = actions.current!.scrollToMessage('m0');
    const second = actions.current!.scrollToMessage('m20');
    expect(await first).toBe('aborted');
    expect(await second).toBe('found');
  });
});

describe('the way back', () => {
  it('counts what others wrote since, and is gone at the end', async () => {
    const transport = createHistory();
    await renderFeed(transport);
    const pill = (): HTMLElement => document.querySelector('[data-part="jump-to-latest"]')!;
    expect(pill().closest('[inert]')).not.toBeNull();
    viewport().dispatchEvent(new WheelEvent('wheel', { deltaY: -600 }));
    viewport().scrollBy({ top: -600, behavior: 'instant' });
    await waitFor(() => expect(pill().closest('[inert]')).toBeNull());
    expect(pill().textContent).toBe('Jump to latest');
    transport.emit('c1', { id: 'n1', text: 'One.' });
    await waitFor(() => expect(pill().textContent).toBe('1 new message'));
    transport.emit('c1', { id: 'n2', text: 'Two.' });
    transport.emit('c1', { id: 'n3', text: 'Mine.', role: 'user' });
    await waitFor(() => expect(pill().textContent).toBe('2 new messages'));
    pill().click();
    await waitFor(() => expect(pill().closest('[inert]')).not.toBeNull());
    expect(document.activeElement).toBe(viewport());
  });
});
