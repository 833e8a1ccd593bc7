import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import type { MessagePart, ToolPart } from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import {
  ChatTranscript,
  ConversationFeed,
  Transcript,
  type ComponentOverrides,
  type MessageActions,
} from 'react-conversation-stream/ui';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { message } from '../helpers/message.ts';
import { renderConversation } from '../helpers/renderConversation.tsx';

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function renderParts(parts: readonly MessagePart[], actions: MessageActions = {}): HTMLElement {
  return render(<ChatTranscript messages={[message('m1', '', { parts })]} {...actions} />)
    .container;
}

const call = (given: Partial<ToolPart>): ToolPart => ({
  type: 'tool-search',
  toolCallId: '1',
  state: 'input-available',
  input: { city: 'Porto' },
  ...given,
});
const approval = { id: 'a1' };

describe('a tool call', () => {
  it.each([
    [call({ state: 'input-streaming' }), 'preparing', 'Preparing…'],
    [call({ state: 'input-available' }), 'running', 'Running…'],
    [call({ state: 'approval-requested', approval }), 'approval', 'Wants your approval'],
    [
      call({ state: 'approval-responded', approval: { id: 'a1', approved: true } }),
      'running',
      'Running…',
    ],
    [
      call({ state: 'approval-responded', approval: { id: 'a1', approved: false } }),
      'denied',
      'Denied',
    ],
    [call({ state: 'output-available', output: 'Sunny' }), 'done', 'Done'],
    [call({ state: 'output-error', errorText: 'No such city' }), 'failed', 'Failed'],
    [call({ state: 'output-denied' }), 'denied', 'Denied'],
  ])('says what became of it: %o', (part, status, words) => {
    const tool = renderParts([part]).querySelector('[data-part="tool-call"]')!;
    expect(tool).toHaveAttribute('data-status', status);
    const line = within(tool as HTMLElement).getByRole('button', { name: `search ${words}` });
    expect(line).toBeVisible();
  });

  it('is called by its title, else by the name of the tool', () => {
    renderParts([
      call({ title: 'Look up the weather' }),
      { ...call({}), type: 'dynamic-tool', toolName: 'weather' },
    ]);
    expect(screen.getByText('Look up the weather')).toBeVisible();
    expect(screen.getByText('weather')).toBeVisible();
  });

  it('folds what it was given and what it gave away, for the browser to find', () => {
    const part = call({ state: 'output-available', output: 'Sunny' });
    const panel = renderParts([part]).querySelector('[data-part="panel"]')!;
    expect(panel).toHaveAttribute('hidden', 'until-found');
    expect(panel).toHaveTextContent('"city": "Porto"');
    const trigger = screen.getByRole('button', { name: 'search Done' });
    expect(trigger).toHaveAttribute('aria-expanded', 'false');
    expect(trigger).toHaveAttribute('aria-controls', panel.id);
    fireEvent.click(trigger);
    expect(panel).not.toHaveAttribute('hidden');
    expect(screen.getByRole('group', { name: 'Result' })).toHaveTextContent('Sunny');
    fireEvent.click(trigger);
    expect(panel).toHaveAttribute('hidden', 'until-found');
    fireEvent(panel, new Event('beforematch'));
    expect(trigger).toHaveAttribute('aria-expanded', 'true');
  });

  it('survives data that is no JSON, and cuts what is too long', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const outputs = [circle, 10n, 'x'.repeat(20_000)];
    const container = renderParts(
      outputs.map((output, index) =>
        call({ toolCallId: String(index), state: 'output-available', output, input: undefined }),
      ),
    );
    const texts = Array.from(container.querySelectorAll('pre'), (pre) => pre.textContent);
    expect(texts[0]).toBe('[object Object]');
    expect(texts[1]).toBe('10');
    expect(texts[2]).toHaveLength(10_001);
  });

  it('that asks shows what it wants, and hands the answer on without losing the focus', async () => {
    const user = userEvent.setup();
    const onRespond = vi.fn();
    renderParts([call({ state: 'approval-requested', approval })], { onRespond });
    expect(screen.getByRole('group', { name: 'Input' })).toHaveTextContent('Porto');
    const question = screen.getByRole('group', { name: 'Wants your approval: search' });
    await user.click(within(question).getByRole('button', { name: 'Deny' }));
    expect(onRespond).toHaveBeenCalledWith({ approvalId: 'a1', isApproved: false });
    expect(screen.getByRole('article')).toHaveFocus();
  });

  it('that nobody can answer has no buttons', () => {
    renderParts([call({ state: 'approval-requested', approval })]);
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(screen.getByText('Wants your approval')).toBeVisible();
  });

  it.each([
    ['Approve', 'running'],
    ['Deny', 'denied'],
  ])('in a conversation: %s goes to the backend', async (name, status) => {
    const user = userEvent.setup();
    const transport = createScriptedTransport({
      shape: 'turn',
      pace: { delay: 0, interval: 0 },
      reply: [call({ state: 'approval-requested', approval }), 'All done.'],
    });
    renderConversation(transport, <ConversationFeed />);
    await user.type(await screen.findByRole('textbox'), 'Please{Enter}');
    await user.click(await screen.findByRole('button', { name }));
    await waitFor(() => expect(transport.countRequests('approval')).toBe(1));
    await waitFor(() => expect(screen.queryByRole('button', { name })).toBeNull());
    const tool = document.querySelector('[data-part="tool-call"]');
    expect(tool).toHaveAttribute('data-status', status);
  });
});

describe('reasoning', () => {
  it('is folded away, for the browser to find', () => {
    const container = renderParts([{ type: 'reasoning', text: 'First I looked', state: 'done' }]);
    const panel = container.querySelector('[data-part="panel"]')!;
    expect(panel).toHaveAttribute('hidden', 'until-found');
    fireEvent.click(screen.getByRole('button', { name: 'Reasoning' }));
    expect(screen.getByText('First I looked')).toBeVisible();
  });

  it('says while it goes on', () => {
    renderParts([{ type: 'reasoning', text: '', state: 'streaming' }]);
    expect(screen.getByRole('button', { name: 'Reasoning…' })).toBeVisible();
  });
});

describe('sources', () => {
  it('are listed after the text; only addresses of the web are links', () => {
    renderParts([
      { type: 'source-url', sourceId: '1', url: 'https://porto.example/weather', title: 'Weather' },
      { type: 'text', text: 'It is sunny.' },
      { type: 'source-url', sourceId: '1', url: 'javascript:alert(1)', title: 'Trap' },
      { type: 'source-url', sourceId: '2', url: 'https://porto.example/tides' },
      { type: 'source-document', sourceId: '3', mediaType: 'text/plain', title: 'Handbook' },
    ]);
    const list = screen.getByRole('list', { name: 'Sources' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['Weather', 'Trap', 'porto.example', 'Handbook']);
    const links = within(list).getAllByRole('link');
    expect(links.map(({ textContent }) => textContent)).toEqual(['Weather', 'porto.example']);
    expect(links[0]).toHaveAttribute('rel', 'noopener noreferrer nofollow');
    const follows = screen.getByText('It is sunny.').compareDocumentPosition(list);
    expect(follows & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });
});

describe('an attachment whose address expires', () => {
  const url = 'https://files.example/a.pdf';
  const parts: MessagePart[] = [
    { type: 'file', mediaType: 'application/pdf', filename: 'a.pdf', url },
  ];
  const expiresAt = '2026-01-02T12:00:10.000Z';
  const metadata = { attachments: [{ name: 'a.pdf', url, expiresAt }] };

  it('is a link until then, and can be renewed after', () => {
    vi.useFakeTimers({ now: Date.parse(expiresAt) - 5_000 });
    const onReload = vi.fn();
    const shown = message('m1', '', { parts, metadata });
    render(<ChatTranscript messages={[shown]} onReload={onReload} />);
    expect(screen.getByRole('link')).toHaveTextContent('a.pdf');
    act(() => void vi.advanceTimersByTime(5_000));
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.getByText('The link has expired')).toBeVisible();
    fireEvent.click(screen.getByRole('button', { name: 'Renew' }));
    expect(onReload).toHaveBeenCalledWith(shown);
  });

  it.each([null, 7, { attachments: 'x' }, { attachments: [null, { url, expiresAt: 'never' }] }])(
    'takes no metadata for granted: %o',
    (metadata) => {
      render(<ChatTranscript messages={[message('m1', '', { parts, metadata })]} />);
      expect(screen.getByRole('link')).toBeVisible();
    },
  );
});

describe('a part of the app itself', () => {
  it('is shown by what the app gives for it, and by nothing else', () => {
    const parts: MessagePart[] = [{ type: 'data-weather', data: { sky: 'clear' } }];
    const shown = message('m1', '', { parts });
    const Data = ({ part }: { part: { data: unknown } }): ReactElement => (
      <em>{JSON.stringify(part.data)}</em>
    );
    const { rerender } = render(<ChatTranscript messages={[shown]} />);
    expect(document.querySelector('[data-part="bubble"]')).toBeEmptyDOMElement();
    rerender(<ChatTranscript messages={[shown]} components={{ Data }} />);
    expect(screen.getByText('{"sky":"clear"}')).toBeVisible();
  });
});

describe('an override', () => {
  it('is handed the part it stands for, to wrap', () => {
    const components: ComponentOverrides = {
      Bubble: ({ Default, ...props }) => <Default {...props} className="wrapped" />,
      Author: ({ Default }) => <Default title="Who" />,
    };
    render(<ChatTranscript messages={[message('m1', 'Hello')]} components={components} />);
    expect(screen.getByText('Hello').parentElement).toHaveClass('cs-bubble', 'wrapped');
    expect(screen.getByRole('heading', { name: 'Assistant' })).toHaveAttribute('title', 'Who');
  });

  it('stays mounted though the map is a new one', () => {
    const mounts = vi.fn();
    const Text = ({ part }: { part: { text: string } }): ReactElement => (
      <b ref={(element) => void (element && mounts(element))}>{part.text}</b>
    );
    const shown = [message('m1', 'Hello')];
    const view = render(<ChatTranscript messages={shown} components={{ Text }} />);
    const before = screen.getByText('Hello');
    view.rerender(<ChatTranscript messages={shown} components={{ Text }} />);
    expect(screen.getByText('Hello')).toBe(before);
  });

  it('lays a message out from its parts', () => {
    render(
      <Transcript.Message
        message={message('m1', 'Hello', { author: { id: 'a', name: 'Ada Byron', kind: 'human' } })}
      >
        <Transcript.Avatar />
        <Transcript.Author />
        <Transcript.Bubble>Something else</Transcript.Bubble>
      </Transcript.Message>,
    );
    expect(screen.getByText('AB')).toHaveAttribute('aria-hidden', 'true');
    expect(screen.getByRole('article', { name: 'Ada Byron' })).toBeVisible();
    expect(screen.queryByText('Hello')).toBeNull();
    expect(document.querySelector('[data-part="timestamp"]')).toBeNull();
  });
});
