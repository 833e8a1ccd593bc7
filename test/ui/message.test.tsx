import { cleanup, render, screen, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import {
  ConversationError,
  type Message as MessageRecord,
  type MessageStatus,
} from 'react-conversation-stream';
import {
  ChatTranscript,
  Message,
  SettingsProvider,
  type TextProps,
} from 'react-conversation-stream/ui';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { message } from '../helpers/message.ts';

afterEach(cleanup);

const settings = { locale: 'en-GB', timeZone: 'UTC' };

function renderMessages(...messages: readonly MessageRecord[]): HTMLElement {
  return render(<ChatTranscript messages={messages} {...settings} />).container;
}

describe('a message', () => {
  it('is an article named by its author, and says what it is in data attributes', () => {
    renderMessages(message('m1', 'Hello', { author: { id: 'ada', name: 'Ada', kind: 'human' } }));
    const article = screen.getByRole('article', { name: 'Ada' });
    expect(article).toHaveAttribute('data-part', 'message');
    expect(article).toHaveAttribute('data-role', 'assistant');
    expect(article).toHaveAttribute('data-author', 'human');
    expect(article).toHaveAttribute('data-status', 'complete');
    expect(article).toHaveAttribute('data-message-id', 'm1');
    expect(within(article).getByRole('heading', { level: 3 })).toHaveTextContent('Ada');
  });

  it.each([
    { locale: 'en_US' },
    { locale: '' },
    { timeZone: 'Kyiv' },
    { timeZone: '' },
    { locale: 'en_US', timeZone: 'Kyiv' },
  ])('has its time where a profile says %j: by the settings above', (unknown) => {
    const shown = (given: object): string | undefined =>
      render(
        <SettingsProvider {...settings}>
          <ChatTranscript messages={[message('m1')]} {...given} />
        </SettingsProvider>,
      ).container.querySelector('[data-part="item"]')?.textContent;
    expect(shown(unknown)).toBe(shown({}));
  });

  it('shows markup as text', () => {
    const text = '<img src=x onerror="alert(1)"><b>bold</b> &amp; <script>1</script>';
    const container = renderMessages(message('m1', text));
    expect(container.querySelector('[data-part="text"]')?.textContent).toBe(text);
    expect(container.querySelector('img, b, script')).toBeNull();
  });

  it('tells its time to machines and people', () => {
    const { container } = render(<ChatTranscript messages={[message('m1')]} {...settings} />);
    const time = container.querySelector('[data-part="timestamp"]');
    expect(time).toHaveAttribute('datetime', '2026-01-02T12:00:00.000Z');
    expect(time).toHaveTextContent('12:00');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e20])('survives the time %s', (createdAt) => {
    renderMessages(message('m1', 'Still here', { createdAt }));
    expect(screen.getByText('Still here')).toBeVisible();
  });

  it.each([
    ['stopped', 'Stopped'],
    ['interrupted', 'Connection lost — answer incomplete'],
    ['error', 'Something went wrong — answer incomplete'],
    ['queued', 'Waiting to be sent'],
    ['sending', 'Sending…'],
    ['failed', 'Not sent'],
  ] as const)('%s says so and keeps its text', (status: MessageStatus, notice) => {
    renderMessages(message('m1', 'The text', { status }));
    expect(screen.getByText(notice)).toBeVisible();
    expect(screen.getByText('The text')).toBeVisible();
  });

  it('offers to retry or discard when it failed', () => {
    const onRetry = vi.fn();
    const onDiscard = vi.fn();
    const failed = message('m1', 'Lost', { status: 'failed', role: 'user' });
    render(<ChatTranscript messages={[failed]} {...{ onRetry, onDiscard }} />);
    screen.getByRole('button', { name: 'Try again' }).click();
    screen.getByRole('button', { name: 'Discard' }).click();
    expect(onRetry).toHaveBeenCalledWith('m1');
    expect(onDiscard).toHaveBeenCalledWith('m1');
  });

  it('asks before it sends what waited for over an hour', () => {
    const onRetry = vi.fn();
    const onDiscard = vi.fn();
    const error = new ConversationError('waited_too_long', 'Not sent.');
    const waited = message('m1', 'Late', { status: 'failed', role: 'user', error });
    const { container } = render(
      <ChatTranscript messages={[waited]} {...{ onRetry, onDiscard }} />,
    );
    expect(screen.getByText('Not sent for over an hour. Send it now?')).toBeVisible();
    expect(container.querySelector('[data-part="retry-notice"]')).toHaveAttribute('data-waited');
    screen.getByRole('button', { name: 'Send now' }).click();
    screen.getByRole('button', { name: 'Discard' }).click();
    expect(onRetry).toHaveBeenCalledWith('m1');
    expect(onDiscard).toHaveBeenCalledWith('m1');
  });

  it('links a file on the web, and names any other', () => {
    const file = (url: string, filename: string) =>
      ({ type: 'file', mediaType: 'image/png', url, filename }) as const;
    renderMessages(
      message('m1', '', {
        parts: [
          file('https://example.com/a.png', 'a.png'),
          file('javascript:alert(1)', 'b.png'),
          file('not a url', 'c.png'),
        ],
      }),
    );
    const links = screen.getAllByRole('link');
    expect(links.map((link) => link.textContent)).toEqual(['a.png']);
    expect(links[0]).toHaveAttribute('rel', 'noopener noreferrer nofollow');
    expect(screen.getByText('b.png')).toBeVisible();
    expect(document.querySelector('img')).toBeNull();
  });

  it('passes ref, className and any attribute on', () => {
    const ref = { current: null };
    render(
      <Message ref={ref} message={message('m1')} className="mine" id="row" data-extra="yes" />,
    );
    const article = screen.getByRole('article');
    expect(ref.current).toBe(article);
    expect(article).toHaveClass('cs-message', 'mine');
    expect(article).toHaveAttribute('id', 'row');
    expect(article).toHaveAttribute('data-extra', 'yes');
  });
});

describe('a list of messages', () => {
  const relations = (container: HTMLElement): (string | null)[] =>
    Array.from(container.querySelectorAll('[data-part="item"]'), (item) =>
      item.getAttribute('data-relation'),
    );

  it('groups one author within five minutes', () => {
    const container = renderMessages(
      message('a', '', { at: 0 }),
      message('b', '', { at: 4 }),
      message('c', '', { at: 9 }),
      message('d', '', { at: 10, role: 'user' }),
      message('e', '', { at: 11, author: { id: 'ada', kind: 'human' } }),
      message('f', '', { at: 12, author: { id: 'bob', kind: 'human' } }),
    );
    expect(relations(container)).toEqual([
      'new-day',
      'continued',
      'apart',
      'apart',
      'apart',
      'apart',
    ]);
    expect(screen.getAllByRole('article')).toHaveLength(6);
  });

  it('separates days in the given time zone', () => {
    const late = message('a', '', { createdAt: Date.UTC(2026, 0, 2, 23, 30) });
    const later = message('b', '', { createdAt: Date.UTC(2026, 0, 3, 0, 30), role: 'user' });
    const { container, rerender } = render(
      <ChatTranscript messages={[late, later]} locale="en-GB" timeZone="UTC" />,
    );
    expect(relations(container)).toEqual(['new-day', 'new-day']);
    expect(screen.getByText(/3 January 2026/)).toBeVisible();
    rerender(
      <ChatTranscript messages={[late, later]} locale="en-GB" timeZone="America/New_York" />,
    );
    expect(relations(container)).toEqual(['new-day', 'apart']);
  });

  it('calls the days closest to now by their names', () => {
    const now = Date.now();
    renderMessages(
      message('a', '', { createdAt: now - 86_400_000 }),
      message('b', '', { createdAt: now }),
    );
    expect(screen.getByText('Yesterday')).toBeVisible();
    expect(screen.getByText('Today')).toBeVisible();
  });

  it('is a named, focusable region with a list', () => {
    renderMessages(message('m1'));
    const region = screen.getByRole('region', { name: 'Conversation' });
    expect(region).toHaveAttribute('tabindex', '0');
    expect(within(region).getByRole('list')).toBeVisible();
  });

  it('without messages says that there are none', () => {
    renderMessages();
    expect(screen.getByText('No messages yet')).toBeVisible();
  });
});

describe('changing it', () => {
  it('labels reach every string', () => {
    const labels = { transcript: 'Gespräch', you: 'Du', failed: 'Nicht gesendet' };
    const failed = message('m1', '', { status: 'failed', role: 'user' });
    render(<ChatTranscript messages={[failed]} labels={labels} />);
    expect(screen.getByRole('region', { name: 'Gespräch' })).toBeVisible();
    expect(screen.getByRole('article', { name: 'Du' })).toBeVisible();
    expect(screen.getByText('Nicht gesendet')).toBeVisible();
  });

  it('components replace one part and leave the rest', () => {
    function Shout({ part, message: { id } }: TextProps): ReactElement {
      return (
        <strong>
          {id}: {part.text.toUpperCase()}
        </strong>
      );
    }
    render(<ChatTranscript messages={[message('m1', 'Hello')]} components={{ Text: Shout }} />);
    expect(screen.getByText('m1: HELLO')).toBeVisible();
    expect(screen.getByRole('article', { name: 'Assistant' })).toBeVisible();
  });

  it('the heading level can be chosen', () => {
    render(<ChatTranscript messages={[message('m1')]} headingLevel={5} />);
    expect(screen.getByRole('heading', { level: 5 })).toHaveTextContent('Assistant');
  });

  it('root props, ref and style are passed on', () => {
    const ref = { current: null };
    render(
      <ChatTranscript
        ref={ref}
        messages={[]}
        className="mine"
        style={{ blockSize: '300px' }}
        data-testid="root"
      />,
    );
    const root = screen.getByTestId('root');
    expect(ref.current).toBe(root);
    expect(root).toHaveClass('cs-transcript', 'mine');
    expect(root).toHaveStyle({ blockSize: '300px' });
  });
});
