import { cleanup, render, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import {
  Conversation,
  ConversationError,
  ConversationProvider,
  createConversationClient,
  type ConversationClient,
} from 'react-conversation-stream';
import { markdownToText } from 'react-conversation-stream/markdown';
import {
  createScriptedTransport,
  createTestEnvironment,
  createTestMessages,
  type ScriptedTransport,
  type ScriptedTransportOptions,
  type TestEnvironment,
} from 'react-conversation-stream/testing';
import {
  ChatTranscript,
  ConversationAnnouncer,
  ConversationFeed,
  useAnnounce,
} from 'react-conversation-stream/ui';
import { describe, expect, it, onTestFinished } from 'vitest';
import { userEvent } from 'vitest/browser';
import { listenToRegions } from '../helpers/listenToRegions.ts';

interface Stage {
  readonly transport: ScriptedTransport;
  readonly environment: TestEnvironment;
  readonly client: ConversationClient;
  /** What the live regions said so far, assertive items with a "!". */
  readonly heard: readonly string[];
}

const marlowe = { id: 'marlowe', name: 'Marlowe', kind: 'agent' } as const;

async function show(
  ui: ReactElement,
  { conversations = {}, ...options }: ScriptedTransportOptions = {},
): Promise<Stage> {
  const transport = createScriptedTransport({
    agent: marlowe,
    conversations: { c1: [], ...conversations },
    ...options,
  });
  const environment = createTestEnvironment();
  const client = createConversationClient({ transport, environment });
  onTestFinished(() => {
    cleanup();
    client.dispose();
    transport.dispose();
  });
  const heard = listenToRegions();
  render(
    <ConversationProvider client={client}>
      <Conversation id="c1">{ui}</Conversation>
    </ConversationProvider>,
  );
  const { store } = client.conversation('c1');
  await waitFor(() => expect(store.getState().continuity).toBe('live'));
  return { transport, environment, client, heard };
}

const send = async (text: string): Promise<void> => {
  await userEvent.type(screen.getByRole('textbox'), `${text}{Enter}`);
};
const words = (count: number): string =>
  Array.from({ length: count }, (_, index) => `w${index}`).join(' ');
const long = { timeout: 10_000 };

describe('the live regions', () => {
  it('are there, empty, before anything is said, one polite and one assertive', async () => {
    const { heard } = await show(<ConversationFeed />, {
      conversations: { c1: createTestMessages(5) },
    });
    const regions = [...document.querySelectorAll('[aria-live]')];
    expect(regions.map((region) => region.getAttribute('aria-live'))).toEqual([
      'polite',
      'assertive',
    ]);
    expect(regions.map((region) => region.textContent)).toEqual(['', '']);
    expect(heard).toEqual([]);
  });

  it('are not seen, with or without the stylesheet', async () => {
    await show(<ConversationFeed />);
    const { width, height } = document
      .querySelector('[data-part="announcer"]')!
      .getBoundingClientRect();
    expect([width, height]).toEqual([1, 1]);
  });

  it('are the only ones: the transcript is not live, not hidden, and never busy', async () => {
    await show(<ConversationFeed />, { conversations: { c1: createTestMessages(5) } });
    const viewport = screen.getByRole('region', { name: 'Conversation' });
    expect(viewport.closest('[aria-live], [aria-hidden], [aria-busy]')).toBeNull();
    expect(viewport.querySelector('[aria-live], [role="log"], [aria-busy]')).toBeNull();
    expect(viewport.querySelector('article')!.closest('[aria-hidden]')).toBeNull();
  });
});

describe('an answer of 1,000 tokens', () => {
  it('is announced as being written, and once as a whole', { timeout: 20_000 }, async () => {
    const answer = `${words(999)} end.`;
    const pace = { delay: 0, interval: 16, size: 24 };
    const { heard } = await show(<ConversationFeed />, { reply: answer, pace });
    await send('Tell me everything');
    await waitFor(() => expect(heard).toContain(`Marlowe: ${answer}`), { timeout: 15_000 });
    expect(heard).toEqual(['Marlowe is answering…', `Marlowe: ${answer}`]);
  });
});

describe('a reconnect', () => {
  it('is announced exactly twice', { timeout: 20_000 }, async () => {
    const { heard, environment, transport } = await show(<ConversationFeed />);
    transport.configure({ isReachable: false });
    environment.setOnline(false);
    await waitFor(() => expect(heard).toEqual(['Reconnecting…']), long);
    transport.configure({ isReachable: true });
    environment.setOnline(true);
    await waitFor(() => expect(heard).toContain('Connection restored.'), long);
    transport.emit('c1', 'Sentinel.');
    await waitFor(() => expect(heard.at(-1)).toBe('Assistant: Sentinel.'), long);
    expect(heard).toEqual(['Reconnecting…', 'Connection restored.', 'Assistant: Sentinel.']);
  });

  it('that brings 20 messages tells their number', { timeout: 20_000 }, async () => {
    const { heard, environment, transport } = await show(<ConversationFeed />);
    transport.configure({ isReachable: false });
    environment.setOnline(false);
    await waitFor(() => expect(heard).toEqual(['Reconnecting…']), long);
    for (let count = 0; count < 20; count += 1) transport.emit('c1', `Missed ${count}`);
    transport.configure({ isReachable: true });
    environment.setOnline(true);
    await waitFor(() => expect(heard).toHaveLength(3), long);
    expect(heard).toEqual(['Reconnecting…', 'Connection restored.', '20 new messages']);
  });
});

describe('what is older, or one’s own', () => {
  it('is never announced', async () => {
    const { heard, transport } = await show(<ConversationFeed />, {
      conversations: { c1: createTestMessages(60) },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Load older messages' }));
    await waitFor(() => expect(screen.getAllByRole('article').length).toBeGreaterThan(20));
    await send('What I write myself');
    await screen.findByText('What I write myself');
    transport.emit('c1', 'Sentinel.');
    await waitFor(() => expect(heard).toContain('Assistant: Sentinel.'), long);
    expect(heard).toEqual(['Assistant: Sentinel.']);
  });
});

describe('what needs the reader', () => {
  it('is announced assertively', async () => {
    const { heard, transport } = await show(<ConversationFeed />);
    transport.fault({ kind: 'refuse', request: 'send', error: 'forbidden', times: 2 });
    await send('Anybody?');
    await waitFor(() => expect(heard).toEqual(['!Not sent: Anybody?']), long);
  });

  it('is asked, before what waited too long is sent', async () => {
    const { heard, transport } = await show(<ConversationFeed />);
    const error = new ConversationError('waited_too_long', 'Not sent.');
    transport.fault({ kind: 'refuse', request: 'send', error });
    await send('Anybody?');
    const words = '!Not sent for over an hour. Send it now?: Anybody?';
    await waitFor(() => expect(heard).toEqual([words]), long);
  });
});

describe('an announcer', () => {
  it('speaks Markdown as a voice would', async () => {
    const { heard, transport } = await show(<ConversationFeed toSpeech={markdownToText} />);
    transport.emit('c1', '# Head\n\nSome **bold** text.\n\n```ts\nlet a = 1;\n```');
    await waitFor(() => expect(heard).toHaveLength(1), long);
    expect(heard).toEqual(['Assistant: Head. Some bold text. ts code.']);
  });

  it('speaks the words of `labels`', async () => {
    const labels = {
      assistant: 'Assistentin',
      spokenMessage: (author: string, text: string) => `${author} sagt: ${text}`,
    };
    const { heard, transport } = await show(<ConversationFeed labels={labels} />);
    transport.emit('c1', 'Guten Tag.');
    await waitFor(() => expect(heard).toEqual(['Assistentin sagt: Guten Tag.']), long);
  });

  it('is one, even where several are mounted for the same conversation', async () => {
    const { heard, transport } = await show(
      <>
        <ChatTranscript />
        <ChatTranscript />
        <ConversationAnnouncer />
      </>,
    );
    transport.emit('c1', 'Once.');
    transport.emit('c1', { id: 'm9', text: 'And again once.' });
    await waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(2), long);
    expect(heard).toEqual(['Assistant: Once.', 'Assistant: And again once.']);
  });

  it('leaves speaking to another one where it is off', async () => {
    const { heard, transport } = await show(
      <>
        <ChatTranscript speech="off" />
        <ConversationAnnouncer speech="status" />
      </>,
    );
    transport.emit('c1', 'Once.');
    await waitFor(() => expect(heard).toEqual(['New message from Assistant']), long);
  });

  it('says the same words again', async () => {
    const Button = (): ReactElement => {
      const announce = useAnnounce();
      return (
        <button type="button" onClick={() => announce({ text: 'Copied' })}>
          Copy
        </button>
      );
    };
    const { heard } = await show(
      <ConversationAnnouncer>
        <Button />
        <ChatTranscript />
      </ConversationAnnouncer>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
    await waitFor(() => expect(heard).toEqual(['Copied']), long);
    await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
    await waitFor(() => expect(heard).toEqual(['Copied', 'Copied']), long);
    expect(document.querySelectorAll('[aria-live]')).toHaveLength(2);
  });
});
