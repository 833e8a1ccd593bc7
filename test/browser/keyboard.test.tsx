import { cleanup, configure, render, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
} from 'react-conversation-stream';
import {
  createScriptedTransport,
  createTestMessages,
  type ScriptedTransport,
  type ScriptedTransportOptions,
} from 'react-conversation-stream/testing';
import { ChatTranscript, ConversationFeed } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';
import { describe, expect, it, onTestFinished } from 'vitest';
import { userEvent } from 'vitest/browser';
import { message } from '../helpers/message.ts';

/* What was announced stands in the page once more. */
configure({ defaultIgnore: 'script, style, [aria-live]' });

const press = (keys: string): Promise<void> => userEvent.keyboard(keys);
const backTab = (): Promise<void> => userEvent.tab({ shift: true });
const box = (): HTMLElement => screen.getByRole('textbox');
const viewport = (): HTMLElement => screen.getByRole('region', { name: 'Conversation' });
const articles = (): HTMLElement[] => screen.getAllByRole('article');
const focused = (): Element => document.activeElement!;
const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

const Box = ({ children }: { readonly children: ReactElement }): ReactElement => (
  <div style={{ blockSize: 500, inlineSize: 400, display: 'flex', flexDirection: 'column' }}>
    {children}
  </div>
);

interface Stage {
  readonly transport: ScriptedTransport;
}

async function show(
  history = createTestMessages(30),
  options: ScriptedTransportOptions = {},
  ui: ReactElement = <ConversationFeed />,
): Promise<Stage> {
  const transport = createScriptedTransport({
    conversations: { c1: history },
    capabilities: { canAttach: false },
    ...options,
  });
  const client = createConversationClient({ transport });
  onTestFinished(() => {
    cleanup();
    client.dispose();
    transport.dispose();
    // Or the next test would begin with this one's draft.
    localStorage.clear();
    sessionStorage.clear();
  });
  render(
    <ConversationProvider client={client}>
      <Conversation id="c1">
        <Box>{ui}</Box>
      </Conversation>
    </ConversationProvider>,
  );
  const { store } = client.conversation('c1');
  await waitFor(() => expect(store.getState().continuity).toBe('live'));
  await waitFor(() => expect(box()).toBeEnabled());
  box().focus();
  return { transport };
}

describe('from the composer', () => {
  it('Shift+Tab leads to the newest message, and Escape back', async () => {
    await show();
    await backTab();
    expect(focused()).toBe(articles().at(-1));
    await press('{Escape}');
    expect(focused()).toBe(box());
  });

  it('Shift+Tab leads to the newest message, wherever one was before', async () => {
    const { transport } = await show();
    await backTab();
    await press('{PageUp}{PageUp}{Escape}');
    transport.emit('c1', 'Newest of all.');
    await screen.findByText('Newest of all.');
    await backTab();
    expect(focused()).toBe(articles().at(-1));
    expect(focused()).toHaveTextContent('Newest of all.');
  });

  it('Shift+Tab leads past what stands before the textbox', async () => {
    await show(createTestMessages(5), { capabilities: { canAttach: true } });
    await backTab();
    expect(focused()).toBe(screen.getByRole('button', { name: 'Attach files' }));
    await backTab();
    expect(focused()).toBe(articles().at(-1));
  });

  it('Tab goes on from there', async () => {
    await show();
    await backTab();
    for (let tabs = 0; tabs < 9 && focused() !== box(); tabs += 1) await userEvent.tab();
    expect(focused()).toBe(box());
  });

  it('works for parts that an app put together itself', async () => {
    const { MessageComposer } = await import('react-conversation-stream/ui');
    await show(
      createTestMessages(5),
      {},
      <>
        <ChatTranscript />
        <div>
          <MessageComposer />
        </div>
      </>,
    );
    await backTab();
    expect(focused()).toBe(articles().at(-1));
    await press('{Escape}');
    expect(focused()).toBe(box());
  });
});

describe('on a message', () => {
  it('arrows, Page keys, Home and End go from message to message', async () => {
    await show(createTestMessages(6));
    await backTab();
    const rows = articles();
    await press('{ArrowUp}');
    expect(focused()).toBe(rows[4]);
    await press('{PageUp}');
    expect(focused()).toBe(rows[3]);
    await press('{ArrowDown}');
    expect(focused()).toBe(rows[4]);
    await press('{Home}');
    expect(focused()).toBe(rows[0]);
    await press('{ArrowUp}');
    expect(focused()).toBe(rows[0]);
    await press('{PageDown}');
    expect(focused()).toBe(rows[1]);
    await press('{End}');
    expect(focused()).toBe(rows[5]);
    await press('{PageDown}');
    expect(focused()).toBe(rows[5]);
  });

  it('bring it into view', async () => {
    await show();
    await backTab();
    for (let rows = 0; rows < 12; rows += 1) await press('{PageUp}');
    const row = focused().getBoundingClientRect();
    const view = viewport().getBoundingClientRect();
    expect(row.top).toBeGreaterThanOrEqual(view.top - 1);
    expect(row.bottom).toBeLessThanOrEqual(view.bottom + 1);
    expect(focused().tagName).toBe('ARTICLE');
  });

  it('leave the focus where it is when something arrives, and move nothing', async () => {
    const { transport } = await show();
    await backTab();
    await press('{PageUp}{PageUp}{PageUp}');
    await frame();
    const before = focused();
    const { top } = before.getBoundingClientRect();
    transport.emit('c1', 'Something new.');
    await screen.findByText('Something new.');
    await frame();
    expect(focused()).toBe(before);
    expect(Math.abs(before.getBoundingClientRect().top - top)).toBeLessThanOrEqual(1);
  });

  it('following goes on where Tab leads back to a button at the end', async () => {
    const call = {
      type: 'tool-book',
      toolCallId: 't1',
      state: 'approval-requested',
      input: {},
      approval: { id: 'a1' },
    } as const;
    const history = [...createTestMessages(30), { parts: [call] }];
    const { transport } = await show(history, {
      capabilities: { canAttach: false, canApprove: true },
    });
    await backTab();
    await press('{PageUp}{PageUp}{PageUp}{PageUp}{PageUp}{PageUp}{PageUp}{PageUp}');
    await waitFor(() => expect(viewport()).not.toHaveAttribute('data-following'));
    const approve = screen.getByRole('button', { name: /approve/iu });
    for (let tabs = 0; tabs < 9 && focused() !== approve; tabs += 1) await userEvent.tab();
    expect(focused()).toBe(approve);
    await waitFor(() => expect(viewport()).toHaveAttribute('data-following'));
    await press('{Enter}');
    transport.emit('c1', 'A short answer.');
    const answer = await screen.findByText('A short answer.');
    await frame();
    expect(answer.getBoundingClientRect().bottom).toBeLessThanOrEqual(
      viewport().getBoundingClientRect().bottom,
    );
  });

  it('let an arrow scroll through one that is longer than the view', async () => {
    await show([{ text: 'Short.' }, { text: 'Long. '.repeat(2_000) }, { text: 'End.' }]);
    await backTab();
    await press('{ArrowUp}');
    const long = articles()[1]!;
    expect(focused()).toBe(long);
    await press('{ArrowUp}');
    expect(focused()).toBe(long);
    await press('{PageUp}');
    expect(focused()).toBe(articles()[0]);
  });

  it('one message is a stop of Tab', async () => {
    await show();
    await backTab();
    await press('{PageUp}');
    await userEvent.tab();
    await backTab();
    const stops = articles().filter((row) => row.tabIndex === 0);
    expect(stops).toHaveLength(1);
  });

  it('a virtual transcript goes to its very first and last row', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => message(`m${index}`, `Row ${index}.`));
    render(
      <Box>
        <ChatTranscript messages={rows} />
      </Box>,
    );
    onTestFinished(cleanup);
    await screen.findByText('Row 399.');
    viewport().focus();
    await frame();
    await waitFor(async () => {
      await userEvent.tab();
      expect(focused().tagName).toBe('ARTICLE');
    });
    await press('{Home}');
    await waitFor(() => expect(focused()).toHaveTextContent('Row 0.'));
    await press('{End}');
    await waitFor(() => expect(focused()).toHaveTextContent('Row 399.'));
  });
});

describe('anywhere else', () => {
  it('arrows scroll the transcript, and move no focus', async () => {
    await show();
    viewport().focus();
    const before = viewport().scrollTop;
    await press('{ArrowUp}{ArrowUp}');
    await waitFor(() => expect(viewport().scrollTop).toBeLessThan(before));
    expect(focused()).toBe(viewport());
  });

  it('arrows scroll after a click into a message', async () => {
    await show();
    await userEvent.click(articles().at(-1)!);
    const clicked = focused();
    await press('{ArrowUp}');
    expect(focused()).toBe(clicked);
  });

  it('keys in the composer are its own', async () => {
    await show();
    await userEvent.type(box(), 'Text');
    await press('{Home}{ArrowUp}{End}{PageUp}');
    expect(focused()).toBe(box());
  });

  it('a control inside a message keeps its keys, and Escape leads out of it', async () => {
    await show();
    await backTab();
    await userEvent.tab();
    const button = focused();
    expect(button.closest('article')).toBe(articles().at(-1));
    await press('{ArrowUp}{Home}');
    expect(focused()).toBe(button);
    await press('{Escape}');
    expect(focused()).toBe(box());
  });
});

const long = 'I will go through the list with you, one point after the other. '.repeat(40);

/** Tab, or Shift+Tab, until the button with this name has the focus. */
async function tabTo(name: string, direction: 'forth' | 'back' = 'forth'): Promise<void> {
  for (let tabs = 0; tabs < 20; tabs += 1) {
    await userEvent.tab({ shift: direction === 'back' });
    const label = focused().getAttribute('aria-label') ?? focused().textContent;
    if (label === name) return;
  }
  throw new Error(`No button "${name}" was reached by Tab.`);
}

describe('without a mouse', () => {
  it('one can send, stop, retry, load older, jump and copy', { timeout: 60_000 }, async () => {
    const { transport } = await show(createTestMessages(60), { shape: 'turn', reply: long });
    await waitFor(() => expect(articles()).toHaveLength(20));

    // Send.
    await press('What do I need?{Enter}');
    await screen.findByText('What do I need?');
    await screen.findByText(/^I will go through/);
    expect(focused()).toBe(box());

    // Stop.
    await tabTo('Stop');
    await press('{Enter}');
    await screen.findByText('Stopped');
    expect(focused()).toBe(box());

    // Retry.
    transport.configure({ reply: undefined });
    transport.fault({ kind: 'refuse', request: 'send', error: 'forbidden' });
    await press('And this?{Enter}');
    await screen.findByText('Not sent');
    await backTab();
    expect(focused()).toBe(articles().at(-1));
    await tabTo('Try again');
    await press('{Enter}');
    await waitFor(() => expect(screen.queryByText('Not sent')).toBeNull());
    await waitFor(() =>
      expect(transport.messages('c1').at(-1)?.parts).toMatchObject([{ text: 'And this?' }]),
    );

    // Load older: by itself near the start, and by its button once that has failed.
    transport.fault({ kind: 'refuse', request: 'history', error: 'forbidden' });
    box().focus();
    await backTab();
    await press('{Home}');
    await screen.findByText('Older messages could not be loaded.');
    const rows = articles().length;
    await tabTo('Load older messages', 'back');
    await press('{Enter}');
    await waitFor(() => expect(articles().length).toBeGreaterThan(rows));

    // Jump.
    await tabTo('Jump to latest');
    await press('{Enter}');
    expect(focused()).toBe(viewport());
    await waitFor(() => expect(viewport()).toHaveAttribute('data-following'));

    // Act on a message.
    box().focus();
    await backTab();
    await press('{PageUp}');
    expect(focused()).toHaveTextContent(/^.*I will go through/);
    await tabTo('Copy');
    await press('{Enter}');
    await screen.findByRole('button', { name: /^(Copied|Could not be copied)/ });
    await press('{Escape}');
    expect(focused()).toBe(box());
  });
});
