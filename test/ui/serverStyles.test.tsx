import type { ReactElement } from 'react';
import { Conversation, ConversationProvider, type Message } from 'react-conversation-stream';
import * as markdown from 'react-conversation-stream/markdown';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import * as ui from 'react-conversation-stream/ui';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { message } from '../helpers/message.ts';
import { createHistory, everyBlock } from '../pages/harness/policy/wholeKit.ts';
import { partCases } from './conformance/parts.tsx';

/* A strict policy forbids style attributes, and what a server wrote is parsed, not set (DESIGN §9 G11). */
const styleAttribute = /<[^>]*\sstyle\s*=/u;

const { ChatTranscript, ConversationAnnouncer, MessageText, SendNotice, Timestamp, Transcript } =
  ui;
const { Markdown, MarkdownText } = markdown;

const messages = createHistory(400).map((row, index): Message => {
  const { text, ...fields } = row as { text?: string } & Partial<Message>;
  return message(`m${index}`, text, fields);
});
const textPart = { type: 'text', text: everyBlock } as const;
const streaming = message('m', everyBlock, { status: 'streaming' });

/** What `partCases` has not, by the name it is exported under. */
const others: Readonly<Record<string, ReactElement>> = {
  ConversationAnnouncer: <ConversationAnnouncer>Text</ConversationAnnouncer>,
  MessageText: <MessageText part={textPart} message={streaming} />,
  PartialNotice: <ui.PartialNotice status="interrupted" />,
  SendNotice: (
    <Transcript.Message message={message('m', 'Lost', { status: 'failed', role: 'user' })}>
      <SendNotice />
    </Transcript.Message>
  ),
  SettingsProvider: <ui.SettingsProvider locale="de-DE">Text</ui.SettingsProvider>,
  Timestamp: <Timestamp time={0} />,
  'Transcript.Row': (
    <Transcript.Row messageKey="m1" previousKey="" components={ui.defaultComponents} />
  ),
  Markdown: <Markdown isStreaming>{everyBlock}</Markdown>,
  MarkdownText: <MarkdownText part={textPart} message={streaming} />,
  'a long transcript with every kind of part': (
    <ChatTranscript messages={messages} components={{ Text: MarkdownText }} />
  ),
  'all of its rows': <ChatTranscript messages={messages} virtualize={false} />,
};

const cases: readonly (readonly [string, ReactElement])[] = [
  ...partCases.map(({ name, root, render }) => {
    const part = render({});
    return [name, root ? root.render(part) : part] as const;
  }),
  ...Object.entries(others),
];

const isComponent = (name: string, value: unknown): boolean =>
  /^[A-Z]/u.test(name) &&
  (typeof value === 'function' || Object.hasOwn(value as object, '$$typeof'));

describe('on a server', () => {
  it('every component there is was looked at', () => {
    const rooms = { Transcript, Actions: ui.Actions, Composer: ui.Composer };
    const names = [
      ...Object.entries({ ...ui, ...markdown }).filter(([name, value]) => isComponent(name, value)),
      ...Object.entries(rooms).flatMap(([room, parts]) =>
        Object.entries(parts).map(([name, part]) => [`${room}.${name}`, part] as const),
      ),
    ].map(([name]) => name);
    expect(names.length).toBeGreaterThan(50);
    expect(cases.map(([name]) => name)).toEqual(expect.arrayContaining(names));
  });

  it.each(cases)('%s has no style attribute', (_, element) => {
    const html = renderToString(
      <ConversationProvider transport={createScriptedTransport()}>
        <Conversation id="c1">{element}</Conversation>
      </ConversationProvider>,
    );
    expect(html).not.toMatch(styleAttribute);
  });

  it('one would be found', () => {
    const styled = <Timestamp time={0} style={{ opacity: 0.5 }} />;
    expect(renderToString(styled)).toMatch(styleAttribute);
  });
});
