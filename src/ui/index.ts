export {
  ConversationAnnouncer,
  type ConversationAnnouncerProps,
} from './announcer/ConversationAnnouncer.tsx';
export type { Speech } from './announcer/speech.ts';
export { useAnnounce } from './announcer/useAnnounce.ts';
export { ConnectionBanner, type ConnectionBannerProps } from './banner/ConnectionBanner.tsx';
export { MessageComposer, type MessageComposerProps } from './composer/MessageComposer.tsx';
export type { ComposerHandle, ComposerRootProps } from './composer/Root.tsx';
export {
  useComposer,
  type ComposerFile,
  type DraftStorage,
  type UseComposerOptions,
  type UseComposerResult,
} from './composer/useComposer.ts';
export { ConversationFeed, type ConversationFeedProps } from './feed/ConversationFeed.tsx';
export { Attachment, type AttachmentProps } from './message/Attachment.tsx';
export { Message, type MessageProps, type MessageState } from './message/Message.tsx';
export type { MessageActions, ToolResponse } from './message/MessageActions.ts';
export {
  MessageText,
  type MessageTextProps,
  type TextComponent,
  type TextProps,
} from './message/MessageText.tsx';
export { PartialNotice, type PartialNoticeProps } from './message/PartialNotice.tsx';
export { SendNotice, type SendNoticeProps } from './message/SendNotice.tsx';
export { Timestamp, type TimestampProps } from './message/Timestamp.tsx';
export { defaultLabels, type Labels } from './settings/labels.ts';
export { SettingsProvider, type SettingsProps } from './settings/SettingsProvider.tsx';
export { ChatTranscript, type ChatTranscriptProps } from './transcript/ChatTranscript.tsx';
export type { TranscriptActions } from './transcript/ScrollActions.tsx';
export type { ScrollToMessageResult } from './transcript/scrollToMessage.ts';
export type { FollowPolicy } from './scroll/createScrollController.ts';
export type { Virtualize } from './window/WindowedList.tsx';
export type { PartOptions, PartProps, PartState, RenderedProps } from './part/partProps.ts';
export { defaultComponents, type TranscriptComponents } from './transcript/components.ts';
export type { ComponentOverride, ComponentOverrides } from './transcript/overrideComponents.tsx';
export { useTextSink, type UseTextSinkResult } from './text/useTextSink.ts';
/** The parts a transcript is made of: `<Transcript.Root><Transcript.Viewport>…`. */
export * as Transcript from './transcript/parts.ts';
/** The buttons of a message: `<Actions.Root><Actions.Copy />…`. */
export * as Actions from './actions/parts.ts';
/** The parts a composer is made of: `<Composer.Root><Composer.Input />…`. */
export * as Composer from './composer/parts.ts';
