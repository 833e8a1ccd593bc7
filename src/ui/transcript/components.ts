import type { ComponentType } from 'react';
import type { DataPart, Message as MessageRecord } from '../../react/index.ts';
import { Actions, type ActionsProps } from '../actions/Actions.tsx';
import { Citations, type CitationsProps } from '../citations/Citations.tsx';
import { Attachment, type AttachmentProps } from '../message/Attachment.tsx';
import { Author, type AuthorProps } from '../message/Author.tsx';
import { Avatar, type AvatarProps } from '../message/Avatar.tsx';
import { Bubble, type BubbleProps } from '../message/Bubble.tsx';
import { Message, type MessageProps } from '../message/Message.tsx';
import { MessageText, type TextComponent } from '../message/MessageText.tsx';
import { PartialNotice, type PartialNoticeProps } from '../message/PartialNotice.tsx';
import { SendNotice, type SendNoticeProps } from '../message/SendNotice.tsx';
import { Timestamp, type TimestampProps } from '../message/Timestamp.tsx';
import { Reasoning, type ReasoningProps } from '../reasoning/Reasoning.tsx';
import { ToolCall, type ToolCallProps } from '../tool/ToolCall.tsx';
import { DaySeparator, type DaySeparatorProps } from './DaySeparator.tsx';
import { EmptyState, type EmptyStateProps } from './EmptyState.tsx';
import { EscalationNotice, type EscalationNoticeProps } from './EscalationNotice.tsx';
import { GapNotice, type GapNoticeProps } from './GapNotice.tsx';
import { LoadFailed, type LoadFailedProps } from './LoadFailed.tsx';
import { LoadOlder, type LoadOlderProps } from './LoadOlder.tsx';
import { Skeleton, type SkeletonProps } from './Skeleton.tsx';
import { TypingIndicator, type TypingIndicatorProps } from './TypingIndicator.tsx';

/** Shows one of the app's own `data-*` parts. */
export interface DataProps {
  readonly part: DataPart;
  readonly message: MessageRecord;
}

/** The parts of a transcript that can be replaced, one by one. */
export interface TranscriptComponents {
  readonly Message: ComponentType<MessageProps>;
  readonly Author: ComponentType<AuthorProps>;
  /** Not shown unless it is given: `Transcript.Avatar` shows initials. */
  readonly Avatar: ComponentType<AvatarProps>;
  readonly Timestamp: ComponentType<TimestampProps>;
  readonly Bubble: ComponentType<BubbleProps>;
  /** Shows one text part; gets `part` and `message`. */
  readonly Text: TextComponent;
  readonly Attachment: ComponentType<AttachmentProps>;
  readonly Reasoning: ComponentType<ReasoningProps>;
  readonly ToolCall: ComponentType<ToolCallProps>;
  readonly Citations: ComponentType<CitationsProps>;
  /** Not shown unless it is given. */
  readonly Data: ComponentType<DataProps>;
  readonly PartialNotice: ComponentType<PartialNoticeProps>;
  readonly SendNotice: ComponentType<SendNoticeProps>;
  readonly Actions: ComponentType<ActionsProps>;
  readonly DaySeparator: ComponentType<DaySeparatorProps>;
  readonly GapNotice: ComponentType<GapNoticeProps>;
  readonly LoadOlder: ComponentType<LoadOlderProps>;
  readonly LoadFailed: ComponentType<LoadFailedProps>;
  readonly EmptyState: ComponentType<EmptyStateProps>;
  readonly Skeleton: ComponentType<SkeletonProps>;
  readonly TypingIndicator: ComponentType<TypingIndicatorProps>;
  readonly EscalationNotice: ComponentType<EscalationNoticeProps>;
}

/** What the kit uses where nothing else was given. */
export const defaultComponents: TranscriptComponents = {
  Message,
  Author,
  Avatar,
  Timestamp,
  Bubble,
  Text: MessageText,
  Attachment,
  Reasoning,
  ToolCall,
  Citations,
  Data: () => null,
  PartialNotice,
  SendNotice,
  Actions,
  DaySeparator,
  GapNotice,
  LoadOlder,
  LoadFailed,
  EmptyState,
  Skeleton,
  TypingIndicator,
  EscalationNotice,
};
