export { ConnectionBanner, type ConnectionBannerProps } from './banner/ConnectionBanner.tsx';
export { MessageComposer, type MessageComposerProps } from './composer/MessageComposer.tsx';
export { ConversationFeed, type ConversationFeedProps } from './feed/ConversationFeed.tsx';
export { Attachment } from './message/Attachment.tsx';
export { Message, type MessageProps } from './message/Message.tsx';
export { MessageBody, type MessageBodyProps } from './message/MessageBody.tsx';
export { MessageText, type TextProps } from './message/MessageText.tsx';
export { PartialNotice } from './message/PartialNotice.tsx';
export { SendNotice, type SendNoticeProps } from './message/SendNotice.tsx';
export { Timestamp, type TimestampProps } from './message/Timestamp.tsx';
export { defaultLabels, type Labels } from './settings/labels.ts';
export { SettingsProvider, type SettingsProps } from './settings/SettingsProvider.tsx';
export { ChatTranscript, type ChatTranscriptProps } from './transcript/ChatTranscript.tsx';
export { defaultComponents, type TranscriptComponents } from './transcript/components.ts';
/** The parts a transcript is made of: `<Transcript.Root><Transcript.Viewport>…`. */
export * as Transcript from './transcript/parts.ts';
