import { cleanup, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { MarkdownText } from 'react-conversation-stream/markdown';
import { createScriptedTransport, createTestMessages } from 'react-conversation-stream/testing';
import { ChatTranscript, type ChatTranscriptProps } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';
import { afterEach, describe, expect, it } from 'vitest';
import { message } from '../helpers/message.ts';
import { renderConversation } from '../helpers/renderConversation.tsx';

afterEach(() => {
  document.getSelection()?.removeAllRanges();
  cleanup();
});

const ada = { id: 'ada', name: 'Ada', kind: 'human' } as const;
const source = `# Rooms

Two are **free** & _quiet_ <b>now</b>, see [the house](https://example.com/house):

- [x] seven
- [ ] nine
  1. with a view

> It is late.

| Room | Price |
| ---- | ----: |
| 7 | 90 |

\`\`\`ts
const a = \`b\`;

call(a);
\`\`\``;

const messages = [
  message('m1', 'One *two*\nthree <b>', { role: 'user' }),
  message('m2', source, { author: ada, at: 1 }),
  message('m3', 'Shall I *book* it?', { author: ada, at: 2 }),
];

const show = (props: Partial<ChatTranscriptProps> = {}): ReactElement => (
  <div style={{ blockSize: 500, inlineSize: 500, display: 'flex' }}>
    <ChatTranscript messages={messages} components={{ Text: MarkdownText }} {...props} />
  </div>
);

const textOf = (id: string): HTMLElement =>
  document.querySelector<HTMLElement>(`[data-message-id="${id}"] :is(.cs-text, .cs-markdown)`)!;

function select(from: [Node, number], to: [Node, number]): void {
  document.getSelection()!.setBaseAndExtent(...from, ...to);
}
const selectAll = (first: Node, last: Node): void =>
  select([first, 0], [last, last.childNodes.length]);

interface Copied {
  readonly isOurs: boolean;
  readonly text: string;
  readonly html: string;
}

/** What Ctrl+C does, short of the clipboard: the event goes to where the selection begins. */
function copy(): Copied {
  const clipboardData = new DataTransfer();
  const event = new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true });
  const node = document.getSelection()!.anchorNode!;
  (node instanceof Element ? node : node.parentElement!).dispatchEvent(event);
  const read = (type: string): string => clipboardData.getData(type);
  return { isOurs: event.defaultPrevented, text: read('text/plain'), html: read('text/html') };
}

describe('copying a selection', () => {
  it('writes whole messages as they were written, with their authors', () => {
    render(show());
    selectAll(textOf('m1'), textOf('m3'));
    expect(copy().text).toBe(
      `**You**\n\nOne *two*\nthree <b>\n\n**Ada**\n\n${source}\n\nShall I *book* it?`,
    );
  });

  it('writes clean HTML beside it: prose and links, no class, no style, nothing that runs', () => {
    render(show());
    selectAll(textOf('m1'), textOf('m3'));
    const { html } = copy();
    const page = new DOMParser().parseFromString(html, 'text/html').body;
    const attributes = [...page.querySelectorAll('*')].flatMap((node) =>
      [...node.attributes].map(({ name }) => name),
    );
    expect(new Set(attributes)).toEqual(new Set(['href']));
    expect(page.querySelector('b, script, button')).toBeNull();
    expect(page.querySelectorAll('p > strong')).toHaveLength(3);
    expect(page.querySelector('a')!.href).toBe('https://example.com/house');
    expect(page.querySelector('pre')!.textContent).toContain('\n\ncall(a);');
    expect(page.querySelector('h1')!.textContent).toBe('Rooms');
  });

  it('keeps the line breaks of plain text in HTML', () => {
    render(show({ components: undefined }));
    selectAll(textOf('m1'), textOf('m1'));
    expect(copy()).toEqual({
      isOurs: true,
      text: 'One *two*\nthree <b>',
      html: '<div>One *two*<br>three &lt;b&gt;</div>',
    });
  });

  it('writes what is selected of a message as Markdown', () => {
    render(show());
    const text = textOf('m2');
    select([text.querySelector('p')!, 0], [text.querySelector('pre')!, 1]);
    expect(copy().text)
      .toBe(`Two are **free** & _quiet_ <b>now</b>, see [the house](https://example.com/house):

- [x] seven
- [ ] nine
  1. with a view

> It is late.

| Room | Price |
| --- | --: |
| 7 | 90 |

\`\`\`ts
const a = \`b\`;

call(a);
\`\`\``);
  });

  it('writes a part of a line as it is', () => {
    render(show());
    const words = textOf('m2').querySelector('p')!.firstChild!;
    select([words, 4], [words, 7]);
    expect(copy()).toEqual({ isOurs: true, text: 'are', html: '<div>are</div>' });
  });

  it('joins the ends of a selection that begins and ends in the middle of messages', () => {
    render(show({ components: undefined }));
    select([textOf('m1').firstChild!, 4], [textOf('m3').firstChild!, 5]);
    expect(copy().text).toBe(`**You**\n\n*two*\nthree <b>\n\n**Ada**\n\n${source}\n\nShall`);
  });

  it('leaves it to the browser where more is selected than texts of messages', () => {
    const result = { type: 'dynamic-tool', toolName: 'find', toolCallId: '1' } as const;
    const parts = [
      { type: 'text', text: 'Found' },
      { ...result, state: 'output-available', input: {}, output: 'A result' },
    ] as const;
    render(
      <>
        <p>Before</p>
        {show({ messages: [message('m1', '', { parts })] })}
      </>,
    );
    const [, data] = document.querySelectorAll('.cs-tool-data');
    selectAll(data!, data!);
    expect(copy().isOurs).toBe(false);
    selectAll(textOf('m1'), data!);
    expect(copy().isOurs).toBe(false);
    selectAll(document.querySelector('p')!, textOf('m1'));
    expect(copy().isOurs).toBe(false);
    selectAll(textOf('m1'), textOf('m1'));
    expect(copy().isOurs).toBe(true);
  });

  it('has the rows in between that are not mounted', async () => {
    const scripts = createTestMessages(400);
    const transport = createScriptedTransport({ conversations: { c1: scripts } });
    const { client, findAllByRole } = renderConversation(
      transport,
      <div style={{ blockSize: 500, inlineSize: 500, display: 'flex' }}>
        <ChatTranscript virtualize />
      </div>,
    );
    await findAllByRole('article');
    const conversation = client.conversation('c1');
    while (conversation.store.getState().hasOlderMessages) await conversation.loadOlderMessages();
    const viewport = document.querySelector('[data-part="viewport"]')!;
    const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('article')];
    const last = rows().at(-1)!.querySelector('.cs-text')!;
    selectAll(last, last);
    viewport.scrollTo({ top: -viewport.scrollHeight });
    await expect.poll(() => rows()[0]!.dataset['messageId']).toBe('m1');
    expect(rows().length).toBeLessThan(80);
    selectAll(rows()[0]!.querySelector('.cs-text')!, last);
    const { text, html } = copy();
    const wanted = transport.messages('c1').map(({ parts }) => (parts[0] as { text: string }).text);
    expect(wanted).toHaveLength(400);
    expect(text.split('\n\n').filter((line) => !line.startsWith('**'))).toEqual(wanted);
    for (const line of wanted.slice(190, 210)) expect(html).toContain(line);
  });
});
