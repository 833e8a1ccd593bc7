import { createEvent, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import { ConversationFeed } from 'react-conversation-stream/ui';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderConversation } from '../helpers/renderConversation.tsx';

beforeEach(() => sessionStorage.clear());
afterEach(() => document.querySelector('dialog')?.remove());

/** An answer that goes on until it is stopped. */
async function renderAnswer(canStop = true) {
  const user = userEvent.setup();
  const transport = createScriptedTransport({
    shape: 'turn',
    capabilities: { canStop },
    pace: { delay: 0, interval: 5 },
    reply: 'It goes on and on. '.repeat(500),
  });
  renderConversation(transport, <ConversationFeed />);
  const input = await screen.findByRole('textbox', { name: 'Message' });
  await user.type(input, 'Go on{Enter}');
  await screen.findByText(/It goes/);
  return { user, transport, input };
}

const escape = (target: Element, init: object = {}): Event => {
  const event = createEvent.keyDown(target, { key: 'Escape', ...init });
  fireEvent(target, event);
  return event;
};

describe('the stop button', () => {
  it.each([true, false])(
    'ends the answer, keeps its text and the focus (canStop: %s)',
    async (can) => {
      const { user, input } = await renderAnswer(can);
      await user.click(screen.getByRole('button', { name: 'Stop' }));
      expect(await screen.findByText('Stopped')).toBeVisible();
      expect(screen.getByText(/It goes/)).toBeVisible();
      expect(screen.getByRole('button', { name: 'Send' })).toBeVisible();
      expect(input).toHaveFocus();
    },
  );

  it('gives way to Send while something is written', async () => {
    const { user, input } = await renderAnswer();
    await user.type(input, 'Wait');
    expect(screen.getByRole('button', { name: 'Send' })).toBeEnabled();
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
  });
});

describe('Escape', () => {
  it('stops the answer', async () => {
    const { input } = await renderAnswer();
    expect(escape(input).defaultPrevented).toBe(true);
    expect(await screen.findByText('Stopped')).toBeVisible();
  });

  it('belongs to the input method, an open layer and a selection first', async () => {
    const { user, input } = await renderAnswer();
    escape(input, { isComposing: true });
    escape(input, { keyCode: 229 });
    const dialog = document.createElement('dialog');
    dialog.setAttribute('open', '');
    document.body.append(dialog);
    escape(input);
    dialog.remove();
    await user.type(input, 'abc');
    (input as HTMLTextAreaElement).setSelectionRange(0, 2);
    escape(input);
    expect((input as HTMLTextAreaElement).selectionStart).toBe(2);
    expect(screen.queryByText('Stopped')).toBeNull();
    escape(input);
    expect(await screen.findByText('Stopped')).toBeVisible();
  });

  it('that somebody else has used stops nothing', async () => {
    const { input } = await renderAnswer();
    const use = (event: Event): void => event.preventDefault();
    input.addEventListener('keydown', use);
    escape(input);
    input.removeEventListener('keydown', use);
    expect(screen.queryByText('Stopped')).toBeNull();
  });

  it('does nothing while nothing runs', async () => {
    const transport = createScriptedTransport({ conversations: { c1: ['Hello'] } });
    renderConversation(transport, <ConversationFeed />);
    await screen.findByText('Hello');
    expect(escape(screen.getByRole('textbox')).defaultPrevented).toBe(false);
  });
});

it('while the server has the message and nothing of an answer, says that one is being made', async () => {
  const user = userEvent.setup();
  const transport = createScriptedTransport({
    shape: 'turn',
    pace: { delay: 60_000 },
    reply: 'Late',
  });
  renderConversation(transport, <ConversationFeed />);
  await user.type(await screen.findByRole('textbox'), 'Hello{Enter}');
  expect(await screen.findByText('Assistant is answering…')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  await waitFor(() => expect(screen.queryByText('Assistant is answering…')).toBeNull());
});
