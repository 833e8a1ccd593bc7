'use client';
import { useContext, useRef, useState, type RefObject } from 'react';
import {
  selectMessage,
  type Conversation,
  type Message,
  type TextPart,
} from '../../react/index.ts';
import { useBeforePaint } from '../part/useBeforePaint.ts';
import { createTextSink, type TextSink } from './createTextSink.ts';
import { LiveTextContext } from './LiveTextContext.ts';

export interface UseTextSinkResult<Element extends HTMLElement = HTMLElement> {
  /** For the element that shows the text, and nothing else. */
  readonly ref: RefObject<Element | null>;
  /** Its only child. The same for the life of the component: from the first paint on, the text is written past React. */
  readonly children: string;
}

/**
 * Shows a text that grows without a render per token: what arrives is appended to a text node. Inside a
 * transcript it follows the conversation itself; anywhere else it shows `part.text`. Never for markdown.
 *
 * ```tsx
 * const Plain = ({ part, message }: TextProps) => <p {...useTextSink<HTMLParagraphElement>(part, message)} />;
 * Plain.followsText = true; // the transcript need not render the row for each token
 * ```
 */
export function useTextSink<Element extends HTMLElement = HTMLElement>(
  part: TextPart,
  message: Message,
): UseTextSinkResult<Element> {
  const conversation = useContext(LiveTextContext);
  const ref = useRef<Element>(null);
  const sink = useRef<TextSink>(undefined);
  const [children] = useState(part.text);
  useBeforePaint(() => {
    const element = ref.current;
    if (element === null) return undefined;
    if (sink.current?.element !== element) sink.current = createTextSink(element);
    const { write } = sink.current;
    const isFollowing = conversation !== null && message.status === 'streaming';
    if (!isFollowing) {
      write(part.text);
      return undefined;
    }
    const follow = (): void => write(readText(conversation, part, message));
    follow();
    return conversation.subscribeMessage(message.key, follow);
  }, [conversation, part, message]);
  return { ref, children };
}

/** The text of now, unless the row became another one meanwhile: then a render is on its way. */
function readText({ store }: Conversation, part: TextPart, message: Message): string {
  const now = selectMessage(store.getState(), message.key);
  const isSame = now?.id === message.id && now.conversationId === message.conversationId;
  const live = isSame ? now.parts[message.parts.indexOf(part)] : undefined;
  return live?.type === 'text' ? live.text : part.text;
}
