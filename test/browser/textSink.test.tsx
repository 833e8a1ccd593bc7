import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { Profiler, StrictMode, type ReactElement } from 'react';
import {
  Conversation,
  ConversationProvider,
  createConversationClient,
} from 'react-conversation-stream';
import {
  ChatTranscript,
  Message,
  MessageText,
  useTextSink,
  type MessageProps,
  type TextProps,
  type TranscriptComponents,
} from 'react-conversation-stream/ui';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import 'react-conversation-stream/styles.css';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { beginAnswer } from '../helpers/beginAnswer.ts';
import { message } from '../helpers/message.ts';

afterEach(cleanup);

const at = { messageId: 'answer', partId: 'p' };
const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const textOf = (id: string): HTMLElement =>
  document.querySelector<HTMLElement>(`[data-message-id="${id}"] [data-part="text"]`)!;
const say = (transport: ScriptedTransport, delta: string): void =>
  transport.tell('c1', { type: 'part-delta', ...at, delta });

interface Rendered {
  readonly transport: ScriptedTransport;
  /** Settles when the next state is published. */
  readonly published: () => Promise<void>;
  /** Since the answer began. */
  readonly commits: () => number;
}

interface RenderOptions {
  readonly rows?: number;
  readonly components?: Partial<TranscriptComponents>;
  readonly strict?: boolean;
  /** Default: all rows are mounted, so that any could render. */
  readonly virtualize?: boolean;
}

/** A transcript whose answer has begun with "One". */
async function renderAnswer({
  rows = 3,
  components,
  strict = false,
  virtualize = false,
}: RenderOptions): Promise<Rendered> {
  const stored = Array.from({ length: rows }, (_, index) => ({
    id: `m${index}`,
    text: `Row ${index}`,
  }));
  const transport = createScriptedTransport({ conversations: { c1: stored } });
  const client = createConversationClient({ transport, pageSize: rows });
  onTestFinished(() => {
    cleanup();
    client.dispose();
  });
  let commits = 0;
  const tree = (
    <ConversationProvider client={client}>
      <Conversation id="c1">
        <div style={{ blockSize: 500, inlineSize: 400, display: 'flex' }}>
          <Profiler id="transcript" onRender={() => (commits += 1)}>
            <ChatTranscript components={components} virtualize={virtualize} />
          </Profiler>
        </div>
      </Conversation>
    </ConversationProvider>
  );
  render(strict ? <StrictMode>{tree}</StrictMode> : tree);
  await screen.findByText(`Row ${rows - 1}`);
  await waitFor(() => expect(transport.countRequests('history')).toBeGreaterThanOrEqual(2));
  await frame();
  commits = 0;
  const part = { type: 'text', text: 'One' } as const;
  transport.tell('c1', beginAnswer('answer'), { type: 'part-set', ...at, part });
  await screen.findByText('One');
  const { store } = client.conversation('c1');
  const published = (): Promise<void> =>
    new Promise((resolve) => {
      const unsubscribe = store.subscribe(() => {
        unsubscribe();
        resolve();
      });
    });
  return { transport, published, commits: () => commits };
}

const renders = new Map<string, number>();

/** Not the kit's own: gets the live text by its props. */
function CountingText(props: TextProps): ReactElement {
  renders.set(props.message.id, (renders.get(props.message.id) ?? 0) + 1);
  return <span data-part="text">{props.part.text}</span>;
}

/** 2,000 deltas, 8 per published frame, and the end. */
async function stream({ transport, published }: Rendered): Promise<string> {
  let text = 'One';
  for (let batch = 0; batch < 250; batch += 1) {
    const words = Array.from({ length: 8 }, (_, index) => ` w${batch * 8 + index}`);
    text += words.join('');
    const next = published();
    transport.tell('c1', ...words.map((delta) => ({ type: 'part-delta', ...at, delta }) as const));
    await next;
  }
  transport.tell('c1', { type: 'message-end', messageId: 'answer', status: 'complete' });
  await waitFor(() =>
    expect(textOf('answer').closest('article')).toHaveAttribute('data-status', 'complete'),
  );
  return text;
}

describe('2,000 deltas at 8 per frame into 1,000 messages', () => {
  it.each([false, true])(
    'make at most 6 commits where the text is the kit’s own (virtual: %s)',
    { timeout: 60_000 },
    async (virtualize) => {
      const answer = await renderAnswer({ rows: 1_000, virtualize });
      const text = await stream(answer);
      expect(textOf('answer')).toHaveTextContent(text);
      expect(answer.commits()).toBeLessThanOrEqual(6);
    },
  );

  it(
    'make at most 260 with a text of the app’s, and render no other row',
    { timeout: 60_000 },
    async () => {
      const answer = await renderAnswer({ rows: 1_000, components: { Text: CountingText } });
      renders.clear();
      const before = answer.commits();
      const text = await stream(answer);
      expect(textOf('answer')).toHaveTextContent(text);
      expect(answer.commits()).toBeLessThanOrEqual(260);
      expect(answer.commits() - before).toBeGreaterThanOrEqual(250);
      expect([...renders.keys()]).toEqual(['answer']);
    },
  );
});

describe('a text that grows', () => {
  it('is appended to one text node', async () => {
    const { transport } = await renderAnswer({});
    const node = textOf('answer').firstChild!;
    say(transport, ' two');
    await screen.findByText('One two');
    say(transport, ' three');
    await screen.findByText('One two three');
    expect(textOf('answer').childNodes).toHaveLength(1);
    expect(textOf('answer').firstChild).toBe(node);
    transport.tell('c1', { type: 'message-end', messageId: 'answer', status: 'complete' });
    await waitFor(() =>
      expect(textOf('answer').closest('article')).toHaveAttribute('data-status', 'complete'),
    );
    expect(textOf('answer').firstChild).toBe(node);
    expect(node.textContent).toBe('One two three');
  });

  it('keeps what is selected in it', async () => {
    const { transport } = await renderAnswer({});
    const selection = getSelection()!;
    selection.setBaseAndExtent(textOf('answer').firstChild!, 0, textOf('answer').firstChild!, 3);
    for (const delta of [' two', ' three', ' four']) {
      say(transport, delta);
      await screen.findByText(new RegExp(`${delta}$`));
      expect(selection.toString()).toBe('One');
    }
    transport.tell('c1', { type: 'message-end', messageId: 'answer', status: 'complete' });
    await frame();
    await frame();
    expect(selection.toString()).toBe('One');
  });

  it('is replaced when it changes otherwise', async () => {
    const { transport } = await renderAnswer({});
    const part = { type: 'text', text: 'Once more' } as const;
    transport.tell('c1', { type: 'part-set', ...at, part });
    await screen.findByText('Once more');
    say(transport, ' and on');
    await screen.findByText('Once more and on');
  });

  it('grows in two parts, each its own', async () => {
    const { transport } = await renderAnswer({});
    const second = { messageId: 'answer', partId: 'q' };
    transport.tell('c1', { type: 'part-set', ...second, part: { type: 'text', text: 'Then' } });
    await screen.findByText('Then');
    transport.tell(
      'c1',
      { type: 'part-delta', ...second, delta: ' this' },
      { type: 'part-delta', ...at, delta: ' two' },
    );
    await screen.findByText('Then this');
    expect(screen.getByText('One two')).toBeVisible();
  });

  it('survives a page translator that put elements in its place', async () => {
    const { transport } = await renderAnswer({});
    const font = document.createElement('font');
    font.textContent = 'Eins';
    textOf('answer').replaceChildren(font);
    say(transport, ' two');
    await screen.findByText('One two');
  });

  it('is there in StrictMode, too', async () => {
    const { transport } = await renderAnswer({ strict: true });
    say(transport, ' two');
    await screen.findByText('One two');
  });

  it('is shown by whatever uses the hook, in an element of its own', async () => {
    const Quote = Object.assign(
      ({ part, message }: TextProps) => <q {...useTextSink<HTMLQuoteElement>(part, message)} />,
      { followsText: true },
    );
    const answer = await renderAnswer({ components: { Text: Quote } });
    const before = answer.commits();
    say(answer.transport, ' two');
    expect((await screen.findByText('One two')).tagName).toBe('Q');
    expect(answer.commits()).toBe(before);
  });

  it('reaches a message of the app’s, which may show it anywhere', async () => {
    const Framed = (props: MessageProps): ReactElement => (
      <div>
        <Message {...props} />
        <p>{props.message.parts.map((part) => part.type === 'text' && part.text.length)}</p>
      </div>
    );
    const { transport } = await renderAnswer({ components: { Message: Framed } });
    say(transport, ' two');
    await screen.findByText('One two');
    expect(screen.getByText('7')).toBeVisible();
  });
});

describe('a given text', () => {
  const show = (text: string) => (
    <ChatTranscript messages={[message('answer', text, { status: 'streaming' })]} />
  );

  it('grows in place without a conversation', () => {
    const { rerender } = render(show('One'));
    const node = textOf('answer').firstChild;
    rerender(show('One two'));
    expect(textOf('answer')).toHaveTextContent('One two');
    expect(textOf('answer').firstChild).toBe(node);
    rerender(show('Else'));
    expect(textOf('answer')).toHaveTextContent('Else');
    rerender(show(''));
    expect(textOf('answer')).toHaveTextContent('');
  });

  it('passes ref and attributes on', () => {
    const ref = { current: null };
    const record = message('m1', 'Text');
    const part = { type: 'text', text: 'Text' } as const;
    render(<MessageText ref={ref} part={part} message={record} className="mine" id="it" />);
    expect(ref.current).toBe(screen.getByText('Text'));
    expect(ref.current).toHaveClass('cs-text', 'mine');
    expect(ref.current).toHaveAttribute('id', 'it');
  });
});
