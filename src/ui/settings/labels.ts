/** Every string of the kit. Give `labels` the ones to change; the rest stays English. */
export interface Labels {
  /** Name of the transcript's region. */
  readonly transcript: string;
  readonly you: string;
  readonly assistant: string;
  /** A person on the other side whose name is not known. */
  readonly human: string;
  readonly system: string;
  readonly today: string;
  readonly yesterday: string;

  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly loading: string;
  readonly loadFailed: string;
  readonly loadAgain: string;
  readonly loadOlder: string;
  readonly loadingOlder: string;
  readonly loadOlderFailed: string;
  readonly jumpToLatest: string;
  /** Messages of others that came while the reader was away from the end. */
  readonly newMessages: (count: number) => string;
  readonly stillStreaming: string;
  readonly gap: string;
  readonly loadGap: string;

  readonly queued: string;
  readonly sending: string;
  readonly failed: string;
  readonly retry: string;
  readonly discard: string;
  readonly stopped: string;
  readonly interrupted: string;
  readonly answerFailed: string;
  readonly attachment: string;

  /** Name of the composer's textbox. */
  readonly composer: string;
  readonly placeholder: string;
  readonly send: string;
  readonly stop: string;

  readonly connecting: string;
  /** `seconds` is missing when the time of the next attempt is not known. */
  readonly retrying: (seconds: number | undefined) => string;
  readonly offline: string;
  readonly stalled: string;
  readonly unauthorized: string;
  readonly refused: string;
  readonly tryNow: string;
}

const plural = new Intl.PluralRules('en');

export const defaultLabels: Labels = {
  transcript: 'Conversation',
  you: 'You',
  assistant: 'Assistant',
  human: 'Support',
  system: 'System',
  today: 'Today',
  yesterday: 'Yesterday',

  emptyTitle: 'No messages yet',
  emptyText: 'Write the first one below.',
  loading: 'Loading messages…',
  loadFailed: 'The messages could not be loaded.',
  loadAgain: 'Try again',
  loadOlder: 'Load older messages',
  loadingOlder: 'Loading older messages…',
  loadOlderFailed: 'Older messages could not be loaded.',
  jumpToLatest: 'Jump to latest',
  newMessages: (count) =>
    plural.select(count) === 'one' ? '1 new message' : `${count} new messages`,
  stillStreaming: 'Answer still streaming',
  gap: 'Messages may be missing here',
  loadGap: 'Load',

  queued: 'Waiting to be sent',
  sending: 'Sending…',
  failed: 'Not sent',
  retry: 'Try again',
  discard: 'Discard',
  stopped: 'Stopped',
  interrupted: 'Connection lost — answer incomplete',
  answerFailed: 'Something went wrong — answer incomplete',
  attachment: 'Attachment',

  composer: 'Message',
  placeholder: 'Write a message…',
  send: 'Send',
  stop: 'Stop',

  connecting: 'Connecting…',
  retrying: (seconds) =>
    seconds === undefined || seconds === 0
      ? 'Connection lost. Trying again…'
      : `Connection lost. Trying again in ${seconds} s`,
  offline: 'You are offline. What you write is sent when you are back.',
  stalled: 'Still no connection. Trying again from time to time.',
  unauthorized: 'Access was refused. You may have to sign in again.',
  refused: 'The server does not stream this conversation.',
  tryNow: 'Try now',
};
