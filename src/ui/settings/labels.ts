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
  /** The line before the first message the reader has not seen. */
  readonly unread: string;
  readonly gap: string;
  readonly loadGap: string;

  readonly queued: string;
  readonly sending: string;
  readonly failed: string;
  /** It could not be sent for over an hour, and is not sent unasked. */
  readonly waited: string;
  readonly sendNow: string;
  readonly retry: string;
  readonly discard: string;
  /** The rest of a long message of one's own. */
  readonly showAll: string;
  readonly stopped: string;
  readonly interrupted: string;
  readonly answerFailed: string;
  /** Goes on with an interrupted answer that the server may be writing still. */
  readonly continueAnswer: string;
  /** Where it cannot: reads what was stored of it. */
  readonly loadRest: string;
  /** Asks for another answer in place of one that failed. */
  readonly retryAnswer: string;
  readonly attachment: string;
  readonly attachmentExpired: string;
  readonly reloadAttachment: string;

  readonly answering: (name: string) => string;
  readonly reasoning: string;
  readonly reasoningNow: string;
  readonly sources: string;
  /** What became of a tool call. */
  readonly toolPreparing: string;
  readonly toolApproval: string;
  readonly toolRunning: string;
  readonly toolDone: string;
  readonly toolFailed: string;
  readonly toolDenied: string;
  readonly toolInput: string;
  readonly toolOutput: string;
  readonly approve: string;
  readonly deny: string;

  /** Name of the group of buttons of one message. */
  readonly actions: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly regenerate: string;
  readonly edit: string;

  /** The way from the assistant to a person and back. `name` is the person's, where it is known. */
  readonly escalated: string;
  readonly escalationQueued: (position: number | undefined) => string;
  readonly escalationJoined: (name: string | undefined) => string;
  readonly escalationLeft: (name: string | undefined) => string;
  readonly escalationReturned: string;

  /** Name of the composer's textbox. */
  readonly composer: string;
  readonly placeholder: string;
  readonly send: string;
  readonly stop: string;
  readonly attach: string;
  readonly removeAttachment: (name: string) => string;
  /** `size` is the limit, written out. */
  readonly attachmentTooLarge: (name: string, size: string) => string;
  readonly attachmentUnreadable: (name: string) => string;
  /** In place of the composer's hint where nothing can be sent. */
  readonly readOnly: string;

  readonly connecting: string;
  /** `seconds` is missing when the time of the next attempt is not known. */
  readonly retrying: (seconds: number | undefined) => string;
  readonly offline: string;
  readonly stalled: string;
  readonly unauthorized: string;
  readonly notFound: string;
  /** Any other reason not to stream. */
  readonly refused: string;
  readonly tryNow: string;

  /** Only spoken, as are all below. */
  readonly reconnecting: string;
  readonly reconnected: string;
  readonly spokenMessage: (author: string, text: string) => string;
  /** In place of what the message says. */
  readonly messageFrom: (author: string) => string;
  /** How long a message is of which only the beginning is spoken. */
  readonly wordsInAll: (count: number) => string;
  /** `tool` is its title or name. */
  readonly approvalNeeded: (tool: string) => string;
}

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
  newMessages: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
  stillStreaming: 'Answer still streaming',
  unread: 'New messages',
  gap: 'Messages may be missing here',
  loadGap: 'Load',

  queued: 'Waiting to be sent',
  sending: 'Sending…',
  failed: 'Not sent',
  waited: 'Not sent for over an hour. Send it now?',
  sendNow: 'Send now',
  retry: 'Try again',
  discard: 'Discard',
  showAll: 'Show all',
  stopped: 'Stopped',
  interrupted: 'Connection lost — answer incomplete',
  answerFailed: 'Something went wrong — answer incomplete',
  continueAnswer: 'Continue',
  loadRest: 'Look for the rest',
  retryAnswer: 'Try again',
  attachment: 'Attachment',
  attachmentExpired: 'The link has expired',
  reloadAttachment: 'Renew',

  answering: (name) => `${name} is answering…`,
  reasoning: 'Reasoning',
  reasoningNow: 'Reasoning…',
  sources: 'Sources',
  toolPreparing: 'Preparing…',
  toolApproval: 'Wants your approval',
  toolRunning: 'Running…',
  toolDone: 'Done',
  toolFailed: 'Failed',
  toolDenied: 'Denied',
  toolInput: 'Input',
  toolOutput: 'Result',
  approve: 'Approve',
  deny: 'Deny',

  actions: 'Message actions',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not be copied',
  regenerate: 'Another answer',
  edit: 'Edit and send again',

  escalated: 'A person has been asked to join.',
  escalationQueued: (position) =>
    position === undefined
      ? 'Waiting for a person to join…'
      : `Waiting for a person to join: number ${position} in line.`,
  escalationJoined: (name) => `${name ?? 'A person'} has joined.`,
  escalationLeft: (name) => `${name ?? 'The person'} has left.`,
  escalationReturned: 'The assistant answers again.',

  composer: 'Message',
  placeholder: 'Write a message…',
  send: 'Send',
  stop: 'Stop',
  attach: 'Attach files',
  removeAttachment: (name) => `Remove ${name}`,
  attachmentTooLarge: (name, size) => `${name} is larger than ${size}.`,
  attachmentUnreadable: (name) => `${name} could not be read.`,
  readOnly: 'Nothing can be sent here.',

  connecting: 'Connecting…',
  retrying: (seconds) =>
    seconds === undefined || seconds === 0
      ? 'Connection lost. Trying again…'
      : `Connection lost. Trying again in ${seconds} s`,
  offline: 'You are offline. What you write is sent when you are back.',
  stalled: 'Still no connection. Trying again from time to time.',
  unauthorized: 'Access was refused. You may have to sign in again.',
  notFound: 'This conversation was not found.',
  refused: 'The server does not stream this conversation.',
  tryNow: 'Try now',

  reconnecting: 'Reconnecting…',
  reconnected: 'Connection restored.',
  spokenMessage: (author, text) => `${author}: ${text}`,
  messageFrom: (author) => `New message from ${author}`,
  wordsInAll: (count) =>
    count === 1 ? '1 word in all.' : `${count.toLocaleString('en')} words in all.`,
  approvalNeeded: (tool) => `${tool} wants your approval.`,
};
