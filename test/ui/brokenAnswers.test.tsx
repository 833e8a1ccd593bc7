import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import { ChatTranscript, ConversationFeed } from 'react-conversation-stream/ui';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { message } from '../helpers/message.ts';
import { renderConversation } from '../helpers/renderConversation.tsx';

beforeEach(() => sessionStorage.clear());
afterEach(cleanup);

const policy = { backoff: () => 0, maxRetries: 1, recoveryDelays: [0] };
const button = (name: string): HTMLElement | null => screen.queryByRole('button', { name });

describe('an answer that broke off', () => {
  it('can be continued or asked for again; a stopped one says only that', () => {
    const onContinue = vi.fn();
    const onRegenerate = vi.fn();
    const cut = message('m1', 'Half', { status: 'interrupted' });
    const { rerender } = render(
      <ChatTranscript messages={[cut]} {...{ onContinue, onRegenerate }} />,
    );
    fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onContinue).toHaveBeenCalledWith(cut);
    expect(onRegenerate).toHaveBeenCalledWith(cut);
    const stopped = message('m1', 'Half', { status: 'stopped' });
    rerender(<ChatTranscript messages={[stopped]} {...{ onContinue, onRegenerate }} />);
    expect(button('Continue')).toBeNull();
    expect(screen.getByText('Stopped')).toBeVisible();
  });

  it('does not claim to go on where it can only be read again', () => {
    const onReload = vi.fn();
    const cut = message('m1', 'Half', { status: 'interrupted' });
    render(<ChatTranscript messages={[cut]} onReload={onReload} />);
    fireEvent.click(screen.getByRole('button', { name: 'Look for the rest' }));
    expect(onReload).toHaveBeenCalledWith(cut);
    expect(button('Continue')).toBeNull();
  });

  it('goes on where the backend is writing it still', async () => {
    const transport = createScriptedTransport({
      shape: 'turn',
      policy,
      pace: { delay: 5, interval: 0 },
      reply: ['The first half', { type: 'drop' }, { type: 'wait', delay: 500 }, 'and the second'],
    });
    transport.fault({ kind: 'refuse', request: 'resume', times: 100 });
    const user = await ask(transport);
    await screen.findByText('Connection lost — answer incomplete');
    expect(button('Look for the rest')).toBeNull();
    transport.configure({ faults: {} });
    await user.click(await screen.findByRole('button', { name: 'Continue' }));
    expect(await screen.findByText('and the second')).toBeVisible();
    await waitFor(() => expect(button('Continue')).toBeNull());
    expect(transport.countRequests('send')).toBe(1);
  });

  it('is read again where a feed brings it, and nothing else is asked of the backend', async () => {
    const transport = createScriptedTransport({
      policy: { ...policy, backoff: () => 60_000 },
      pace: { delay: 5, interval: 0 },
      reply: ['The first half', { type: 'drop' }, { type: 'wait', delay: 100 }, 'and the second'],
    });
    const user = await ask(transport);
    await screen.findByText('Connection lost — answer incomplete');
    expect(button('Continue')).toBeNull();
    await waitFor(() => expect(transport.messages('c1')).toHaveLength(2));
    await user.click(screen.getByRole('button', { name: 'Look for the rest' }));
    expect(await screen.findByText('and the second')).toBeVisible();
    expect(transport.countRequests('feed')).toBe(1);
  });
});

async function ask(transport: ScriptedTransport) {
  const user = userEvent.setup();
  renderConversation(transport, <ConversationFeed />);
  await waitFor(() => expect(transport.countRequests('history')).toBeGreaterThan(0));
  await user.type(await screen.findByRole('textbox'), 'Well?{Enter}');
  return user;
}
