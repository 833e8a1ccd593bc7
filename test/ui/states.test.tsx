import { cleanup, render, screen, within } from '@testing-library/react';
import { readFileSync } from 'node:fs';
import type { MessagePart, MessageStatus, ToolPart } from 'react-conversation-stream';
import { createScriptedTransport } from 'react-conversation-stream/testing';
import {
  ChatTranscript,
  ConversationFeed,
  MessageComposer,
  Transcript,
} from 'react-conversation-stream/ui';
import { afterEach, describe, expect, it } from 'vitest';
import { message } from '../helpers/message.ts';
import { renderConversation } from '../helpers/renderConversation.tsx';

afterEach(cleanup);

/* Every state a chat can be in, and the story that shows it. How each reads is tested below, or beside its part. */
const stories = {
  sending: 'states/Message:Sending',
  queued: 'states/Message:Queued',
  'queued for over an hour': 'states/Outbox:Asks',
  failed: 'states/Message:Failed',
  streaming: 'states/Message:Streaming',
  stopped: 'states/Answer:Stopped',
  interrupted: 'states/Answer:Interrupted',
  error: 'states/Answer:Failed',
  gap: 'ChatTranscript:Gap',
  joining: 'states/Continuity:Joining',
  live: 'states/Continuity:Live',
  reconciling: 'states/Continuity:Reconciling',
  paused: 'states/Continuity:Paused',
  connecting: 'ConnectionBanner:Connecting',
  reconnecting: 'ConnectionBanner:Waiting',
  offline: 'ConnectionBanner:Offline',
  outbox: 'states/Outbox:Waiting',
  unauthorized: 'ConnectionBanner:Unauthorized',
  stalled: 'ConnectionBanner:Stalled',
  closed: 'ConnectionBanner:Closed',
  escalated: 'states/Handoff:Requested',
  'waiting for a person': 'states/Handoff:Queued',
  joined: 'states/Handoff:Joined',
  left: 'states/Handoff:Left',
  returned: 'states/Handoff:Returned',
  'answer due': 'states/Answer:Due',
  'approval wanted': 'states/Answer:Waiting',
  'approval given': 'states/Answer:WantsApproval',
  'approval denied': 'states/Answer:Denied',
  'tool being prepared': 'parts/ToolCall:Preparing',
  'tool running': 'parts/ToolCall:Running',
  'tool done': 'parts/ToolCall:Done',
  'tool failed': 'parts/ToolCall:Failed',
  'reasoning folded': 'parts/Reasoning:Folded',
  'attachment expired': 'states/Message:AttachmentExpired',
  empty: 'ConversationFeed:Empty',
  loading: 'ConversationFeed:Loading',
  'load failed': 'ConversationFeed:LoadFailed',
  'no id yet': 'ConversationFeed:NoConversation',
  'access refused': 'ConversationFeed:Refused',
  'read only': 'MessageComposer:ReadOnly',
};

describe('every state', () => {
  it.each(Object.entries(stories))('%s has a story: %s', (_state, story) => {
    const [file, name] = story.split(':');
    const source = readFileSync(`stories/${file}.stories.tsx`, 'utf8');
    expect(source).toContain(`export const ${name}: Story`);
  });
});

describe('is told in words, inside the article it is about', () => {
  it.each([
    ['queued', 'Waiting to be sent'],
    ['sending', 'Sending…'],
    ['failed', 'Not sent'],
    ['stopped', 'Stopped'],
    ['interrupted', 'Connection lost — answer incomplete'],
    ['error', 'Something went wrong — answer incomplete'],
  ] as const)('%s: %s', (status: MessageStatus, words) => {
    const role = ['queued', 'sending', 'failed'].includes(status) ? 'user' : 'assistant';
    render(<ChatTranscript messages={[message('m1', 'The text', { status, role })]} />);
    const article = screen.getByRole('article');
    expect(within(article).getByText(words)).toBeVisible();
    expect(within(article).getByText('The text')).toBeVisible();
  });

  it('streaming says nothing in words: its text grows', () => {
    render(<ChatTranscript messages={[message('m1', 'The te', { status: 'streaming' })]} />);
    const article = screen.getByRole('article', { name: 'Assistant' });
    expect(article).toHaveAttribute('data-status', 'streaming');
    expect(article).not.toHaveAttribute('aria-busy');
    expect(article.closest('[aria-live]')).toBeNull();
  });

  const call: ToolPart = {
    type: 'tool-search',
    toolCallId: '1',
    state: 'input-available',
    input: 'Porto',
  };
  it.each([
    [{ ...call, state: 'input-streaming' }, 'search Preparing…'],
    [call, 'search Running…'],
    [{ ...call, state: 'output-available', output: 1 }, 'search Done'],
    [{ ...call, state: 'output-error', errorText: 'No' }, 'search Failed'],
    [{ ...call, state: 'output-denied' }, 'search Denied'],
    [{ type: 'reasoning', text: 'Hm', state: 'streaming' }, 'Reasoning…'],
    [{ type: 'reasoning', text: 'Hm', state: 'done' }, 'Reasoning'],
  ] as const satisfies readonly (readonly [MessagePart, string])[])(
    'a folded part: %o is a button called "%s"',
    (part, name) => {
      render(<ChatTranscript messages={[message('m1', '', { parts: [part] })]} />);
      const article = screen.getByRole('article');
      expect(within(article).getByRole('button', { name })).toHaveAttribute(
        'aria-expanded',
        'false',
      );
    },
  );
});

describe('of the conversation', () => {
  it('loading: outlines for the eye, words for the ear', async () => {
    const transport = createScriptedTransport();
    transport.fault({ kind: 'delay', request: 'history', delay: Infinity, times: 9 });
    renderConversation(transport, <ConversationFeed />);
    expect(screen.getByText('Loading messages…')).toBeInTheDocument();
    expect(screen.queryByText('No messages yet')).toBeNull();
  });

  it('empty: says so, and what to do', async () => {
    renderConversation(createScriptedTransport(), <ConversationFeed />);
    expect(await screen.findByText('No messages yet')).toBeVisible();
    expect(screen.getByText('Write the first one below.')).toBeVisible();
  });

  it('read only: the textbox is disabled and says why', () => {
    const transport = createScriptedTransport({ capabilities: { canSend: false } });
    renderConversation(transport, <MessageComposer />);
    const box = screen.getByRole('textbox', { name: 'Message' });
    expect(box).toBeDisabled();
    expect(box).toHaveAttribute('placeholder', 'Nothing can be sent here.');
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  });

  it.each([
    [false, 'Load'],
    [true, 'Loading messages…'],
  ])('gap: a row of the list with its button (loading: %s)', (isLoading, name) => {
    render(
      <Transcript.List>
        <Transcript.GapNotice isLoading={isLoading} onLoad={() => {}} />
      </Transcript.List>,
    );
    const row = screen.getByRole('listitem');
    expect(within(row).getByText('Messages may be missing here')).toBeVisible();
    expect(within(row).getByRole('button', { name })).toBeVisible();
  });
});
