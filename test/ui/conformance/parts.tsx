import type { ReactElement } from 'react';
import type { Message as MessageRecord } from 'react-conversation-stream';
import {
  Actions,
  Attachment,
  Composer,
  ConnectionBanner,
  ConversationFeed,
  ChatTranscript,
  Message,
  MessageComposer,
  Transcript,
} from 'react-conversation-stream/ui';
import { message } from '../../helpers/message.ts';

/** What every part takes, whatever it is. */
export interface GivenProps {
  readonly [name: string]: unknown;
}

export interface PartRoot {
  readonly name: string;
  readonly render: (part: ReactElement) => ReactElement;
}

/** One part, and where it can be. */
export interface PartCase {
  readonly name: string;
  readonly dataPart: string;
  /** Class of the kit. */
  readonly ownClass: string;
  readonly render: (given: GivenProps) => ReactElement;
  /** What it stands in, where it needs that. */
  readonly root?: PartRoot;
  /** It joins a conversation: rendered inside a provider. */
  readonly isConnected?: boolean;
  /** One entry of its state, as its attribute says it. */
  readonly state?: readonly [attribute: string, value: string];
}

const nothing = (): void => {};
const file = { type: 'file', mediaType: 'text/plain', filename: 'a.txt', url: 'https://a.test/a' };

const inMessage = (given: Partial<MessageRecord> = {}): PartRoot => ({
  name: 'Transcript.Message',
  render: (part) => (
    <Transcript.Message
      message={message('m1', 'Hello', given)}
      onRetry={nothing}
      onRegenerate={nothing}
      onEdit={nothing}
    >
      {part}
    </Transcript.Message>
  ),
});
const inComposer: PartRoot = {
  name: 'Composer.Root',
  render: (part) => <Composer.Root>{part}</Composer.Root>,
};

/* The types of parts differ in their state alone; here each is asked for what they share. */
type AnyPart = (props: GivenProps) => ReactElement;
const part = (
  name: string,
  component: unknown,
  dataPart: string,
  ownClass: string,
  own: GivenProps = {},
): Pick<PartCase, 'name' | 'dataPart' | 'ownClass' | 'render'> => {
  const Part = component as AnyPart;
  return { name, dataPart, ownClass, render: (given) => <Part {...own} {...given} /> };
};

const author = ['data-author', 'agent'] as const;
const tool = { type: 'tool-search', toolCallId: '1', state: 'output-available', output: 'Found' };

const transcriptParts: readonly PartCase[] = [
  part('Transcript.Root', Transcript.Root, 'transcript', 'cs-transcript'),
  part('Transcript.Viewport', Transcript.Viewport, 'viewport', 'cs-viewport'),
  part('Transcript.List', Transcript.List, 'list', 'cs-list'),
  {
    ...part('Transcript.Item', Transcript.Item, 'item', 'cs-item', {
      message: message('m1'),
      relation: 'apart',
    }),
    state: ['data-relation', 'apart'],
  },
  {
    ...part('Transcript.Message', Transcript.Message, 'message', 'cs-message', {
      message: message('m1'),
    }),
    state: ['data-status', 'complete'],
  },
  part('Transcript.DaySeparator', Transcript.DaySeparator, 'day-separator', 'cs-day', { time: 0 }),
  part('Transcript.UnreadSeparator', Transcript.UnreadSeparator, 'unread-separator', 'cs-unread'),
  {
    ...part('Transcript.JumpToLatest', Transcript.JumpToLatest, 'jump-to-latest', 'cs-jump', {
      newMessages: 0,
      isStreaming: false,
    }),
  },
  {
    ...part('Transcript.LoadOlder', Transcript.LoadOlder, 'load-older', 'cs-load-older', {
      status: 'failed',
      onLoad: nothing,
    }),
    state: ['data-status', 'failed'],
  },
  part('Transcript.LoadFailed', Transcript.LoadFailed, 'load-failed', 'cs-empty', {
    onRetry: nothing,
  }),
  {
    ...part('Transcript.GapNotice', Transcript.GapNotice, 'gap-notice', 'cs-gap', {
      isLoading: true,
      onLoad: nothing,
    }),
    state: ['data-status', 'loading'],
  },
  part('Transcript.EmptyState', Transcript.EmptyState, 'empty-state', 'cs-empty'),
  part('Transcript.Skeleton', Transcript.Skeleton, 'skeleton', 'cs-skeleton'),
  part('Transcript.TypingIndicator', Transcript.TypingIndicator, 'typing-indicator', 'cs-typing'),
  {
    ...part(
      'Transcript.EscalationNotice',
      Transcript.EscalationNotice,
      'escalation-notice',
      'cs-escalation',
      { status: { status: 'escalated' } },
    ),
    state: ['data-status', 'requested'],
  },
];

const messageParts: readonly PartCase[] = [
  {
    ...part('Transcript.Author', Transcript.Author, 'author', 'cs-author'),
    root: inMessage(),
    state: author,
  },
  {
    ...part('Transcript.Avatar', Transcript.Avatar, 'avatar', 'cs-avatar'),
    root: inMessage(),
    state: author,
  },
  part('Transcript.Header', Transcript.Header, 'header', 'cs-message-header'),
  {
    ...part('Transcript.Timestamp', Transcript.Timestamp, 'timestamp', 'cs-timestamp'),
    root: inMessage(),
  },
  {
    ...part('Transcript.Bubble', Transcript.Bubble, 'bubble', 'cs-bubble'),
    root: inMessage(),
    state: ['data-status', 'complete'],
  },
  part('Transcript.Text', Transcript.Text, 'text', 'cs-text', {
    part: { type: 'text', text: 'Hello' },
    message: message('m1', 'Hello'),
  }),
  {
    ...part('Transcript.PartialNotice', Transcript.PartialNotice, 'partial-notice', 'cs-notice'),
    root: inMessage({ status: 'interrupted' }),
    state: ['data-status', 'interrupted'],
  },
  {
    ...part('Transcript.SendNotice', Transcript.SendNotice, 'send-notice', 'cs-notice'),
    root: inMessage({ status: 'queued' }),
    state: ['data-status', 'queued'],
  },
  {
    ...part('Transcript.RetryNotice', Transcript.RetryNotice, 'retry-notice', 'cs-retry-notice'),
    root: inMessage({ status: 'failed' }),
    state: ['data-status', 'failed'],
  },
  {
    ...part('Transcript.Attachment', Transcript.Attachment, 'attachment', 'cs-attachment', {
      part: file,
    }),
    state: ['data-status', 'linked'],
  },
  {
    ...part('Transcript.Reasoning', Transcript.Reasoning, 'reasoning', 'cs-fold', {
      part: { type: 'reasoning', text: 'Because', state: 'done' },
    }),
    state: ['data-status', 'done'],
  },
  {
    ...part('Transcript.ToolCall', Transcript.ToolCall, 'tool-call', 'cs-tool', { part: tool }),
    state: ['data-status', 'done'],
  },
  {
    ...part('Transcript.Citations', Transcript.Citations, 'citations', 'cs-citations', {
      sources: [{ type: 'source-url', sourceId: '1', url: 'https://a.test/' }],
    }),
    state: ['data-count', '1'],
  },
];

const actionParts: readonly PartCase[] = [
  { ...part('Actions.Root', Actions.Root, 'actions', 'cs-actions'), root: inMessage() },
  { ...part('Actions.Copy', Actions.Copy, 'copy', 'cs-action'), root: inMessage() },
  {
    ...part('Actions.Regenerate', Actions.Regenerate, 'regenerate', 'cs-action'),
    root: inMessage(),
  },
  {
    ...part('Actions.Edit', Actions.Edit, 'edit', 'cs-action'),
    root: inMessage({ role: 'user' }),
  },
  {
    ...part('Actions.Retry', Actions.Retry, 'retry', 'cs-action'),
    root: inMessage({ role: 'user', status: 'failed' }),
  },
];

const composerParts: readonly PartCase[] = [
  {
    ...part('Composer.Root', Composer.Root, 'composer', 'cs-composer'),
    isConnected: true,
    state: ['data-status', 'running'],
  },
  {
    ...part('Composer.Input', Composer.Input, 'composer-input', 'cs-input'),
    root: inComposer,
    isConnected: true,
    state: ['data-empty', ''],
  },
  {
    ...part('Composer.Send', Composer.Send, 'send', 'cs-send', { disabled: false }),
    root: inComposer,
    isConnected: true,
    state: ['data-disabled', ''],
  },
  {
    ...part('Composer.Stop', Composer.Stop, 'stop', 'cs-stop'),
    root: inComposer,
    isConnected: true,
  },
  {
    ...part('Composer.Attach', Composer.Attach, 'attach', 'cs-attach'),
    root: inComposer,
    isConnected: true,
  },
  {
    ...part('Composer.Files', Composer.Files, 'files', 'cs-files'),
    root: inComposer,
    isConnected: true,
    state: ['data-count', '1'],
  },
];

const wholes: readonly PartCase[] = [
  { ...part('ConversationFeed', ConversationFeed, 'feed', 'cs-feed'), isConnected: true },
  part('ChatTranscript', ChatTranscript, 'transcript', 'cs-transcript', { messages: [] }),
  {
    ...part('MessageComposer', MessageComposer, 'composer', 'cs-composer'),
    isConnected: true,
    state: ['data-status', 'running'],
  },
  {
    ...part('ConnectionBanner', ConnectionBanner, 'connection-banner', 'cs-banner', { delay: 0 }),
    isConnected: true,
    state: ['data-status', 'connecting'],
  },
  part('Message', Message, 'message', 'cs-message', { message: message('m1') }),
  part('Attachment', Attachment, 'attachment', 'cs-attachment', { part: file }),
];

export const partCases: readonly PartCase[] = [
  ...transcriptParts,
  ...messageParts,
  ...actionParts,
  ...composerParts,
  ...wholes,
];
