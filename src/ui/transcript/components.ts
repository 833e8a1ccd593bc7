import type { ComponentType } from 'react';
import { Message, type MessageProps } from '../message/Message.tsx';
import { MessageText, type TextComponent } from '../message/MessageText.tsx';
import { EmptyState } from './EmptyState.tsx';

/** The parts of a transcript that can be replaced, one by one. */
export interface TranscriptComponents {
  readonly Message: ComponentType<MessageProps>;
  /** Shows one text part; gets `part` and `message`. */
  readonly Text: TextComponent;
  readonly EmptyState: ComponentType;
}

/** What the kit uses where nothing else was given. */
export const defaultComponents: TranscriptComponents = { Message, Text: MessageText, EmptyState };
