import { cleanup, render, screen, waitFor } from '@testing-library/react';
import {
  Conversation,
  ConversationError,
  ConversationProvider,
  createConversationClient,
} from 'react-conversation-stream';
import {
  createScriptedTransport,
  type ScriptedTransport,
  type ScriptedTransportOptions,
} from 'react-conversation-stream/testing';
import { ConversationFeed } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';
import { describe, expect, it, onTestFinished } from 'vitest';
import { userEvent } from 'vitest/browser';

const box = (): HTMLTextAreaElement => screen.getByRole('textbox');
const button = (name: string): HTMLElement => screen.getByRole('button', { name });

async function show(options: ScriptedTransportOptions = {}): Promise<ScriptedTransport> {
  // A page keeps drafts, and other files of tests use the same one.
  sessionStorage.clear();
  const transport = createScriptedTransport({
    conversations: { c1: [{ role: 'user', text: 'Good mornig' }, 'Hello'] },
    pace: { delay: 0, interval: 0 },
    ...options,
  });
  const client = createConversationClient({ transport });
  onTestFinished(() => {
    cleanup();
    client.dispose();
    transport.dispose();
    sessionStorage.clear();
    localStorage.clear();
  });
  render(
    <ConversationProvider client={client}>
      <Conversation id="c1">
        <div style={{ blockSize: 500, inlineSize: 400 }}>
          <ConversationFeed />
        </div>
      </Conversation>
    </ConversationProvider>,
  );
  await screen.findByText('Hello');
  await waitFor(() => expect(box()).toBeEnabled());
  return transport;
}

/** A message of one's own that the server refused, its notice on the page. */
async function refuse(): Promise<void> {
  const transport = await show();
  const error = new ConversationError('bad_request', 'The server answered 400: Against our policy');
  transport.fault({ kind: 'refuse', request: 'send', error });
  await userEvent.type(box(), 'Refused{Enter}');
  await screen.findByRole('button', { name: 'Discard' });
}

describe('a draft', () => {
  it('comes back by undo when a message is taken up again', async () => {
    await show();
    await userEvent.type(box(), 'Half a thought');
    await userEvent.click(button('Edit and send again'));
    expect(box()).toHaveValue('Good mornig');
    expect(box()).toHaveFocus();
    expect(box().selectionStart).toBe(box().value.length);
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(box()).toHaveValue('Half a thought');
    await userEvent.keyboard('{End}, whole now{Enter}');
    expect((await screen.findAllByText('Half a thought, whole now'))[0]).toBeVisible();
  });
});

describe('the focus', () => {
  it('stays with the row that is sent again', async () => {
    await refuse();
    const row = screen.getByText('Refused').closest('article');
    button('Try again').focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(row).toHaveAttribute('data-status', 'complete'));
    expect(row).toHaveFocus();
  });

  it('goes to the composer when its row is given up', async () => {
    await refuse();
    button('Discard').focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByText('Refused')).toBeNull());
    expect(box()).toHaveFocus();
  });

  it('stays in the composer, whose message is sent once, on a double click on Send', async () => {
    const transport = await show();
    await userEvent.type(box(), 'Twice?');
    await userEvent.dblClick(button('Send'));
    expect(box()).toHaveFocus();
    expect(transport.countRequests('send')).toBe(1);
  });

  it('stays there, and the answer goes on, where Stop takes the place of Send', async () => {
    const transport = await show({ shape: 'turn', reply: () => ['An answer'], latency: 50 });
    await userEvent.type(box(), 'Twice?');
    await userEvent.dblClick(button('Send'));
    expect(box()).toHaveFocus();
    expect(await screen.findByText('An answer')).toBeVisible();
    expect(transport.countRequests('cancel')).toBe(0);
  });
});

describe('a refused message', () => {
  it('says why, in its row', async () => {
    await refuse();
    const reason = screen.getByText(/Against our policy/u);
    expect(reason).toBeVisible();
    expect(reason.closest('article')).toBe(screen.getByText('Refused').closest('article'));
  });
});
