import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { ConversationFeed, MessageComposer } from 'react-conversation-stream/ui';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderConversation } from '../helpers/renderConversation.tsx';

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  vi.unstubAllGlobals();
});

async function renderFeed() {
  const user = userEvent.setup();
  const transport = createScriptedTransport({ conversations: { c1: ['Hello'] } });
  renderConversation(transport, <ConversationFeed />);
  await screen.findByText('Hello');
  return { user, transport, input: screen.getByRole('textbox', { name: 'Message' }) };
}

describe('the composer', () => {
  it('sends with Enter, clears the draft at once and shows the message', async () => {
    const { user, transport, input } = await renderFeed();
    await user.type(input, '  My order?  {Enter}');
    expect(input).toHaveValue('');
    expect(await screen.findByText('My order?')).toBeVisible();
    await waitFor(() =>
      expect(screen.getByText('My order?').closest('article')).toHaveAttribute(
        'data-status',
        'complete',
      ),
    );
    expect(transport.countRequests('send')).toBe(1);
  });

  it('sends with its button', async () => {
    const { user, transport, input } = await renderFeed();
    await user.type(input, 'By hand');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(await screen.findByText('By hand')).toBeVisible();
    expect(transport.countRequests('send')).toBe(1);
  });

  it('breaks the line with Shift+Enter', async () => {
    const { user, transport, input } = await renderFeed();
    await user.type(input, 'One{Shift>}{Enter}{/Shift}two');
    expect(input).toHaveValue('One\ntwo');
    expect(transport.countRequests('send')).toBe(0);
  });

  it('never sends nothing', async () => {
    const { user, transport, input } = await renderFeed();
    const send = screen.getByRole('button', { name: 'Send' });
    expect(send).toBeDisabled();
    await user.type(input, '  {Enter}');
    fireEvent.submit(input.closest('form')!);
    expect(send).toBeDisabled();
    expect(transport.countRequests('send')).toBe(0);
  });

  it.each([
    ['the browser says so', { key: 'Enter', isComposing: true }],
    ['Safari ended the composition first', { key: 'Enter', keyCode: 229 }],
  ])('does not take the Enter of an input method for a send: %s', async (_name, init) => {
    const { user, transport, input } = await renderFeed();
    await user.type(input, 'にほん');
    const event = createEvent.keyDown(input, init);
    fireEvent(input, event);
    expect(event.defaultPrevented).toBe(false);
    expect(input).toHaveValue('にほん');
    expect(transport.countRequests('send')).toBe(0);
  });

  it('leaves Enter to the keyboard where there is no Shift', async () => {
    vi.stubGlobal('matchMedia', (query: string) => ({ matches: query === '(pointer: coarse)' }));
    const { user, transport, input } = await renderFeed();
    await user.type(input, 'One{Enter}two');
    expect(input).toHaveValue('One\ntwo');
    expect(transport.countRequests('send')).toBe(0);
  });

  it('is off while there is no conversation', () => {
    renderConversation(createScriptedTransport(), <MessageComposer conversationId={null} />);
    expect(screen.getByRole('textbox', { name: 'Message' })).toBeDisabled();
  });

  it('joins nothing by itself', () => {
    const transport = createScriptedTransport();
    renderConversation(transport, <MessageComposer />);
    expect(transport.requests).toEqual([]);
  });

  it('passes ref, className and attributes on', () => {
    const ref = { current: null };
    renderConversation(
      createScriptedTransport(),
      <MessageComposer ref={ref} className="mine" data-testid="composer" />,
    );
    const form = screen.getByTestId('composer');
    expect(ref.current).toBe(form);
    expect(form).toHaveClass('cs-composer', 'mine');
  });
});
