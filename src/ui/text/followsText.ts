import type { ComponentType } from 'react';
import { Message, type MessageProps } from '../message/Message.tsx';
import type { TextComponent } from '../message/MessageText.tsx';

/** The parts that decide whether a row renders for each token. */
export interface TextReaders {
  readonly Message: ComponentType<MessageProps>;
  readonly Text: TextComponent;
}

/** Does nobody in a row read growing text but a component that follows it by itself? Any other `Message` might. */
export function isTextFollowed(components: TextReaders): boolean {
  return components.Message === Message && components.Text.followsText === true;
}
