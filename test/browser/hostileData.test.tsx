import { cleanup, render as renderAlone, screen, waitFor } from '@testing-library/react';
import type { ReactElement } from 'react';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import type { ScriptedMessageFields, ScriptedTransport } from 'react-conversation-stream/testing';
import { ChatTranscript, ConversationFeed, type Virtualize } from 'react-conversation-stream/ui';
import 'react-conversation-stream/styles.css';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { message } from '../helpers/message.ts';
import { renderConversation } from '../helpers/renderConversation.tsx';

/** Ids a server may use: names of objects, numbers, marks, words this kit has uses for itself (DESIGN §9 G14). */
const ids = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  '0',
  '-1',
  '01',
  '1e3',
  '9007199254740993',
  '123456789012345678901234567890',
  'NaN',
  'null',
  'undefined',
  ' ',
  '\n',
  '\0',
  '\uD800',
  '\uDC00',
  '\u202Eevil',
  'z\u0351\u036B\u0343',
  '👩‍🚀',
  '"] *, [x="',
  '<img src=x onerror=alert(1)>',
  'local:1',
  'unread',
  'gap 0',
  'room before 0',
  'x'.repeat(10_000),
] as const;

/** Texts that break what is not careful: each is on the page as it was sent. */
const texts = [
  '__proto__',
  '9007199254740993',
  'half \uD83D of a pair and \uDC00 the other half',
  'right \u202Eto left\u202C and \u2066isolated\u2069 and \u200Fmarked',
  `zalgo ${'z\u0351\u036B\u0343\u0364\u034A'.repeat(200)}`,
  'a null \0 byte and a bell \u0007',
  'line\r\nline\rline\u2028line\u2029line\n',
  '\uFEFF\u200B\u00AD\uFFFD\uFFFF',
  '',
  ' ',
  '{{constructor.constructor("alert(1)")()}}',
  '<script>alert(1)</script><img src=x onerror=alert(1)>&amp;',
  'عربي with English and עברית',
  '👩‍🚀👨‍👩‍👧‍👦🏳️‍🌈',
  'w'.repeat(100_000),
] as const;

const rowOf = (id: string): Element | undefined =>
  [...document.querySelectorAll('[data-message-id]')].find(
    (row) => row.getAttribute('data-message-id') === id,
  );
const textOf = (id: string): string | undefined =>
  rowOf(id)?.querySelector('[data-part="text"]')?.textContent;

const feed = (virtualize: Virtualize = false): ReactElement => (
  <div style={{ blockSize: 500, inlineSize: 400, display: 'flex' }}>
    <ConversationFeed virtualize={virtualize} firstUnreadId="m0" />
  </div>
);

function render(messages: readonly ScriptedMessageFields[], virtualize?: Virtualize) {
  const transport = createScriptedTransport({ conversations: { c1: messages } });
  const view = renderConversation(transport, feed(virtualize), { strict: true });
  return { transport, ...view };
}

/** By id, as the page shows them. */
const readShown = (messages: readonly { readonly id?: string }[]) =>
  messages.map(({ id = '' }) => ({ id, text: textOf(id) }));

const untilSame = (messages: readonly ScriptedMessageFields[]): Promise<void> =>
  waitFor(() =>
    expect(readShown(messages)).toEqual(messages.map(({ id, text }) => ({ id, text }))),
  );

const complaints: unknown[][] = [];
beforeEach(() => {
  complaints.length = 0;
  for (const kind of ['error', 'warn'] as const)
    vi.spyOn(console, kind).mockImplementation((...said) => void complaints.push(said));
});
afterEach(() => {
  expect(complaints).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
});

function sendAll(transport: ScriptedTransport, messages: readonly ScriptedMessageFields[]): void {
  for (const message of messages) transport.emit('c1', message);
}

describe('ids', () => {
  const messages = ids.map((id, index) => ({ id, text: `Text ${index}` }));

  it.each([false, true])(
    'of history are ids and nothing else (virtualize %s)',
    async (virtualize) => {
      const { client } = render(messages.slice(0, 18), virtualize);
      await untilSame(messages.slice(0, 18));
      const keys = client.conversation('c1').store.getState().keys;
      expect(new Set(keys).size).toBe(18);
    },
  );

  it('that arrive live are, too, each row once and in order', async () => {
    const { transport } = render([{ id: 'm0', text: 'First' }]);
    await screen.findByText('First');
    sendAll(transport, messages);
    await untilSame(messages);
    const shown = [...document.querySelectorAll('[data-message-id]')].map((row) =>
      row.getAttribute('data-message-id'),
    );
    expect(shown).toEqual(['m0', ...ids]);
  });

  it('can be edited and deleted', async () => {
    const { transport } = render([{ id: 'm0', text: 'First' }]);
    await screen.findByText('First');
    sendAll(transport, messages);
    await untilSame(messages);
    for (const id of ids) transport.edit('c1', id, `Edited ${ids.indexOf(id)}`);
    await untilSame(ids.map((id, index) => ({ id, text: `Edited ${index}` })));
    for (const id of ids) transport.delete('c1', id);
    await waitFor(() => expect(document.querySelectorAll('article')).toHaveLength(1));
  });
});

describe('an empty id', () => {
  it('of one message harms no other', async () => {
    const { transport } = render([
      { id: 'm0', text: 'First' },
      { id: '', text: 'Nameless in history' },
    ]);
    await screen.findByText('First');
    const others = ['m2', 'm3'].map((id) => ({ id, text: `Text of ${id}` }));
    for (const other of others) sendAll(transport, [{ id: '', text: 'Nameless' }, other]);
    await untilSame(others);
    expect(screen.queryAllByText('Nameless').length).toBeLessThanOrEqual(1);
  });

  it('is shown where an app gives the messages itself', () => {
    const messages = ['', ...ids].map((id, index) => message(id, `Text ${index}`));
    renderAlone(<ChatTranscript messages={messages} virtualize={false} />);
    onTestFinished(cleanup);
    expect(readShown(messages)).toEqual(
      messages.map(({ id }, index) => ({ id, text: `Text ${index}` })),
    );
  });
});

describe('texts', () => {
  const messages = texts.map((text, index) => ({ id: `t${index}`, text }));

  it('of history are shown as they are', async () => {
    render(messages);
    await untilSame(messages);
  });

  it('that arrive character by character are, too', async () => {
    const { transport } = render([{ id: 'm0', text: 'First' }]);
    await screen.findByText('First');
    transport.configure({ pace: { delay: 0, interval: 0, size: 1 } });
    for (const text of texts.filter((text) => text !== '' && text.length < 10_000)) {
      const said = await transport.say('c1', [text]);
      await waitFor(() => expect(textOf(said!.id)).toBe(text));
    }
  });

  it('names of people, files and tools are, too', async () => {
    const name = 'ev\u202Eil \0 \uD800 __proto__';
    render([
      {
        id: 'm1',
        author: { id: '__proto__', name, kind: 'human' },
        parts: [
          { type: 'file', mediaType: 'text/plain', filename: name, url: 'https://a.example/' },
          { type: 'dynamic-tool', toolName: name, toolCallId: '', state: 'input-streaming' },
          { type: 'source-url', sourceId: '__proto__', url: 'https://a.example/', title: name },
        ],
      },
    ]);
    await waitFor(() => expect(rowOf('m1')).toBeDefined());
    const row = rowOf('m1')!;
    expect(row.querySelector('[data-part="author"]')!.textContent).toBe(name);
    expect([...row.querySelectorAll('bdi')].map(({ textContent }) => textContent)).toEqual([
      name,
      name,
      name,
    ]);
  });
});
