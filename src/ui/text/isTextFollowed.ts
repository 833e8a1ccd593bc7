import { Bubble } from '../message/Bubble.tsx';
import { Message } from '../message/Message.tsx';
import type { TranscriptComponents } from '../transcript/components.ts';

/** Does nobody in a row read growing text but a component that follows it by itself? What replaces the parts around might. */
export function isTextFollowed(
  components: Pick<TranscriptComponents, 'Message' | 'Bubble' | 'Text'>,
): boolean {
  const areOwn = components.Message === Message && components.Bubble === Bubble;
  return areOwn && components.Text.followsText === true;
}
