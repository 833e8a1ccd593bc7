import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { memo, type ReactElement } from 'react';
import { ConversationProvider, useConnection } from 'react-conversation-stream';
import {
  createScriptedTransport as createTransport,
  type ScriptedMessage,
  type ScriptedTransport,
} from 'react-conversation-stream/testing';
import {
  ChatTranscript,
  ConversationFeed,
  Message,
  type MessageProps,
} from 'react-conversation-stream/ui';
import { describe, expect, it } from 'vitest';
import { message } from '../helpers/message.ts';
import { renderConversation } from '../helpers/renderConversation.tsx';

/** `count` messages, a minute apart: m0 "Text 0", m1 "Text 1" … */
const many = (count: number): ScriptedMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `m${index}`,
    text: `Text ${index}`,
    createdAt: Date.UTC(2026, 0, 2, 12, index),
  }));

const createScriptedTransport = (messages: readonly ScriptedMessage[] = []): ScriptedTransport =>
  createTransport({ conversations: { c1: messages }, policy: { backoff: () => 1 } });

const refuse = (request: 'history' | 'send', times = 1) =>
  ({ kind: 'refuse', request, error: 'bad_request', times }) as const;

const Status = (): ReactElement => <output data-testid="status">{useConnection().status}</output>;

/** The kit's message, counting the renders of each row. */
function createCountedMessage() {
  const renders = new Map<string, number>();
  function Counted(props: MessageProps): ReactElement {
    const { id } = props.message;
    renders.set(id, (renders.get(id) ?? 0) + 1);
    return <Message {...props} />;
  }
  return { components: { Message: Counted }, renders };
}

describe('<ChatTranscript conversationId>', () => {
  it('shows a skeleton, then history, then what arrives', async () => {
    const transport = createScriptedTransport(many(3));
    const { container } = renderConversation(transport, <ChatTranscript />);
    expect(container.querySelector('[data-part="skeleton"]')).toBeInTheDocument();
    await screen.findByText('Text 2');
    expect(container.querySelector('[data-part="skeleton"]')).toBeNull();
    transport.emit('c1', many(4).at(-1)!);
    await screen.findByText('Text 3');
    const ids = screen.getAllByRole('article').map((row) => row.dataset['messageId']);
    expect(ids).toEqual(['m0', 'm1', 'm2', 'm3']);
  });

  it('says so when there is nothing', async () => {
    renderConversation(createScriptedTransport(), <ChatTranscript />);
    expect(await screen.findByText('No messages yet')).toBeVisible();
  });

  it('waits calmly for an id, without a word about a backend', async () => {
    const transport = createScriptedTransport();
    renderConversation(transport, <ConversationFeed conversationId={null} />);
    expect(screen.getByText('No messages yet')).toBeVisible();
    expect(screen.queryByText('Write the first one below.')).toBeNull();
    expect(document.querySelector('[data-part="skeleton"]')).toBeNull();
    expect(screen.getByRole('textbox')).toBeDisabled();
    expect(screen.getByRole('textbox')).toHaveAttribute('placeholder', 'Write a message…');
    expect(transport.requests).toEqual([]);
  });

  it.each([
    ['unauthorized', 'Access was refused. You may have to sign in again.'],
    ['forbidden', 'Access was refused. You may have to sign in again.'],
    ['not_found', 'This conversation was not found.'],
  ] as const)('says once that it is %s, and one button tries all again', async (error, words) => {
    const user = userEvent.setup();
    const transport = createScriptedTransport(['Hello']);
    for (const request of ['history', 'feed'] as const)
      transport.fault({ kind: 'refuse', request, error });
    renderConversation(
      transport,
      <>
        <ConversationFeed />
        <Status />
      </>,
    );
    await screen.findByText(words);
    await waitFor(() => expect(screen.getByTestId('status')).toHaveTextContent(/unauth|closed/u));
    expect(screen.getAllByText(words)).toHaveLength(1);
    expect(document.querySelector('[data-part="connection-banner"]')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Hello')).toBeVisible();
    await waitFor(() => expect(screen.getByTestId('status')).toHaveTextContent('open'));
  });

  it('renders the row that changed and no other', async () => {
    const transport = createScriptedTransport(many(20));
    const { components, renders } = createCountedMessage();
    renderConversation(transport, <ChatTranscript components={components} />);
    await screen.findByText('Text 19');
    await waitFor(() => expect(transport.countRequests('history')).toBeGreaterThanOrEqual(2));

    renders.clear();
    transport.edit('c1', 'm7', 'Edited');
    await screen.findByText('Edited');
    expect(Object.fromEntries(renders)).toEqual({ m7: 1 });

    renders.clear();
    transport.emit('c1', many(21).at(-1)!);
    await screen.findByText('Text 20');
    expect(Object.fromEntries(renders)).toEqual({ m20: 1 });
  });

  it('loads older pages by the button until there are none', async () => {
    const user = userEvent.setup();
    const transport = createScriptedTransport(many(50));
    renderConversation(transport, <ChatTranscript />);
    await screen.findByText('Text 49');
    expect(screen.getAllByRole('article')).toHaveLength(20);
    await user.click(screen.getByRole('button', { name: 'Load older messages' }));
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(40));
    await user.click(screen.getByRole('button', { name: 'Load older messages' }));
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(50));
    expect(screen.queryByRole('button', { name: 'Load older messages' })).toBeNull();
    expect(screen.getAllByRole('article')[0]).toHaveTextContent('Text 0');
  });

  it('says when an older page could not be loaded, and tries again on demand', async () => {
    const user = userEvent.setup();
    const transport = createScriptedTransport(many(30));
    renderConversation(transport, <ChatTranscript />);
    await screen.findByText('Text 29');
    await waitFor(() => expect(transport.countRequests('history')).toBeGreaterThanOrEqual(2));
    transport.fault(refuse('history'));
    await user.click(screen.getByRole('button', { name: 'Load older messages' }));
    await screen.findByText('Older messages could not be loaded.');
    await user.click(screen.getByRole('button', { name: 'Load older messages' }));
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(30));
    expect(screen.queryByText('Older messages could not be loaded.')).toBeNull();
  });

  it('says when the first page could not be loaded, and tries again on demand', async () => {
    const user = userEvent.setup();
    const transport = createScriptedTransport(many(3));
    transport.fault(refuse('history', 100));
    renderConversation(transport, <ChatTranscript live={false} />);
    await screen.findByText('The messages could not be loaded.');
    transport.configure({ faults: {} });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Text 2')).toBeVisible();
    expect(screen.queryByText('The messages could not be loaded.')).toBeNull();
  });

  it('shows a gap where messages may be missing, and fills it on demand', async () => {
    const user = userEvent.setup();
    const transport = createScriptedTransport(many(20));
    const { container } = renderConversation(transport, <ChatTranscript />);
    await screen.findByText('Text 19');
    await waitFor(() => expect(transport.countRequests('history')).toBeGreaterThanOrEqual(2));
    // More than the ten pages that are read without being asked.
    transport.fault({ kind: 'forget-cursors' });
    transport.fault({ kind: 'close' });
    for (const message of many(260).slice(20)) transport.emit('c1', message);
    const notice = await screen.findByText('Messages may be missing here');
    const rows = [...container.querySelectorAll('[data-part="list"] > li')];
    const place = rows.indexOf(notice.closest('li')!);
    expect(rows[place - 1]).toHaveTextContent('Text 19');
    expect(rows[place + 1]).not.toHaveTextContent('Text 20');

    await user.click(screen.getByRole('button', { name: 'Load' }));
    const readTexts = (): (string | null)[] =>
      Array.from(container.querySelectorAll('[data-part="text"]'), (part) => part.textContent);
    await waitFor(() => expect(readTexts()).toEqual(many(260).map((_, index) => `Text ${index}`)));
    expect(notice).not.toBeInTheDocument();
  });

  it('shows a failed send, and sends it again or discards it', async () => {
    const user = userEvent.setup();
    const transport = createScriptedTransport(many(1));
    const { client } = renderConversation(transport, <ChatTranscript />);
    await screen.findByText('Text 0');
    const send = async (text: string): Promise<void> => {
      transport.fault(refuse('send'));
      await act(async () =>
        client
          .conversation('c1')
          .sendMessage(text)
          .catch(() => undefined),
      );
      await screen.findByText('Not sent');
    };
    await send('First');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByText('Not sent')).toBeNull());
    expect(screen.getByText('First').closest('article')).toHaveAttribute('data-status', 'complete');

    await send('Second');
    await user.click(screen.getByRole('button', { name: 'Discard' }));
    await waitFor(() => expect(screen.queryByText('Second')).toBeNull());
  });

  it('reads history only with live={false}', async () => {
    const transport = createScriptedTransport(many(1));
    renderConversation(transport, <ChatTranscript live={false} />);
    await screen.findByText('Text 0');
    expect(transport.countRequests('feed')).toBe(0);
  });

  it('connects nothing on a server, and writes no style attribute', () => {
    const transport = createScriptedTransport(many(1));
    const html = renderToString(
      <ConversationProvider transport={transport}>
        <ChatTranscript conversationId="c1" />
      </ConversationProvider>,
    );
    const rows = renderToString(<ChatTranscript messages={[message('m1')]} />);
    expect(transport.requests).toEqual([]);
    expect(html).toContain('data-part="skeleton"');
    expect(rows).toContain('12:00');
    expect(html + rows).not.toContain('style=');
  });
});

describe('<ChatTranscript messages>', () => {
  it('needs no provider and renders only rows whose message is new', () => {
    const { components, renders } = createCountedMessage();
    const first = message('a');
    const Memo = memo(ChatTranscript);
    const { rerender } = renderConversation(
      createScriptedTransport(),
      <Memo messages={[first, message('b', 'One', { at: 10 })]} components={components} />,
    );
    renders.clear();
    const changed = message('b', 'Two', { at: 10 });
    rerender(<Memo messages={[first, changed]} components={components} />);
    expect(Object.fromEntries(renders)).toEqual({ b: 1 });
  });
});
