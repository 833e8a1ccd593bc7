import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { MouseEvent } from 'react';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import {
  Actions,
  ChatTranscript,
  ConversationFeed,
  Transcript,
} from 'react-conversation-stream/ui';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { message } from '../helpers/message.ts';
import { renderConversation } from '../helpers/renderConversation.tsx';

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** jsdom has no clipboard. */
function stubClipboard(writeText: (text: string) => Promise<void>): void {
  const value = { writeText };
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value });
}

describe('copying', () => {
  it('writes the text as it was written, and says so for a moment', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const writeText = vi.fn().mockResolvedValue(undefined);
    stubClipboard(writeText);
    render(<ChatTranscript messages={[message('m1', '**Bold** <i>text</i>')]} />);
    fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(writeText).toHaveBeenCalledWith('**Bold** <i>text</i>');
    expect(await screen.findByRole('button', { name: 'Copied' })).toHaveAttribute(
      'data-status',
      'copied',
    );
    await act(() => vi.advanceTimersByTimeAsync(0));
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(screen.getByRole('button', { name: 'Copy' })).toBeVisible();
  });

  it('says when the browser forbids it', async () => {
    const writeText = vi.fn().mockRejectedValue(new DOMException('No', 'NotAllowedError'));
    stubClipboard(writeText);
    render(<ChatTranscript messages={[message('m1', 'Hello')]} />);
    fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByRole('button', { name: 'Could not be copied' })).toBeVisible();
  });
});

describe('the buttons of a message', () => {
  it('are a named group, which Tab reaches only from inside its message', () => {
    render(<ChatTranscript messages={[message('m1', 'Hello')]} />);
    const group = screen.getByRole('group', { name: 'Message actions' });
    const copy = within(group).getByRole('button', { name: 'Copy' });
    expect(copy.tabIndex).toBe(-1);
    act(() => screen.getByRole('article').focus());
    expect(copy.tabIndex).toBe(0);
    act(() => copy.focus());
    expect(copy.tabIndex).toBe(0);
    act(() => copy.blur());
    expect(copy.tabIndex).toBe(-1);
  });

  it.each(['streaming', 'sending'] as const)('wait while it is %s', (status) => {
    render(<ChatTranscript messages={[message('m1', 'Hello', { status })]} />);
    expect(screen.queryByRole('group', { name: 'Message actions' })).toBeNull();
  });

  it('offer another answer for the last message only', () => {
    const onRegenerate = vi.fn();
    const last = message('b', 'Two');
    render(<ChatTranscript messages={[message('a', 'One'), last]} onRegenerate={onRegenerate} />);
    fireEvent.click(screen.getByRole('button', { name: 'Another answer' }));
    expect(onRegenerate).toHaveBeenCalledWith(last);
  });
});

it('a handler that prevents the default keeps a button from acting', () => {
  const onEdit = vi.fn();
  const prevent = (event: MouseEvent): void => event.preventDefault();
  render(
    <Transcript.Message message={message('m1', 'Hello', { role: 'user' })} onEdit={onEdit}>
      <Actions.Edit onClick={prevent} />
      <Actions.Edit title="As it is" />
    </Transcript.Message>,
  );
  const [prevented, asItIs] = screen.getAllByRole('button');
  fireEvent.click(prevented!);
  expect(onEdit).not.toHaveBeenCalled();
  fireEvent.click(asItIs!);
  expect(onEdit).toHaveBeenCalledTimes(1);
});

describe('in a conversation', () => {
  const answers = ['First answer', 'Second answer'];

  it('another answer takes the place of the last one', async () => {
    const user = userEvent.setup();
    let asked = 0;
    const transport = createScriptedTransport({
      shape: 'turn',
      pace: { delay: 0, interval: 0 },
      reply: () => answers[asked++],
    });
    renderConversation(transport, <ConversationFeed />);
    await user.type(await screen.findByRole('textbox'), 'Well?{Enter}');
    await screen.findByText('First answer');
    await user.click(await screen.findByRole('button', { name: 'Another answer' }));
    expect(await screen.findByText('Second answer')).toBeVisible();
    await waitFor(() => expect(screen.queryByText('First answer')).toBeNull());
  });

  it('an answer that failed can be asked for again', async () => {
    const user = userEvent.setup();
    let asked = 0;
    const transport = createScriptedTransport({
      shape: 'turn',
      pace: { delay: 0, interval: 0 },
      reply: () => (asked++ === 0 ? ['Half of', { type: 'error' }] : 'All of it'),
    });
    renderConversation(transport, <ConversationFeed />);
    await user.type(await screen.findByRole('textbox'), 'Well?{Enter}');
    const notice = (await screen.findByText('Something went wrong — answer incomplete'))
      .parentElement!;
    await user.click(within(notice).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('All of it')).toBeVisible();
  });

  it('editing puts the text into the composer', async () => {
    const user = userEvent.setup();
    const transport = createScriptedTransport({
      conversations: { c1: [{ role: 'user', text: 'Good mornig' }] },
    });
    renderConversation(transport, <ConversationFeed />);
    await user.click(await screen.findByRole('button', { name: 'Edit and send again' }));
    const input = screen.getByRole('textbox');
    expect(input).toHaveValue('Good mornig');
    expect(input).toHaveFocus();
  });

  it('editing what was not sent takes it back', async () => {
    const user = userEvent.setup();
    const transport = createScriptedTransport({ conversations: { c1: ['Hello'] } });
    transport.fault({ kind: 'refuse', request: 'send', error: 'forbidden' });
    renderConversation(transport, <ConversationFeed />);
    await screen.findByText('Hello');
    await user.type(screen.getByRole('textbox'), 'Refused{Enter}');
    const notice = (): Element | null => document.querySelector('[data-part="retry-notice"]');
    await waitFor(() => expect(notice()).toBeVisible());
    await user.click(screen.getByRole('button', { name: 'Edit and send again' }));
    expect(screen.getByRole('textbox')).toHaveValue('Refused');
    await waitFor(() => expect(notice()).toBeNull());
  });
});
