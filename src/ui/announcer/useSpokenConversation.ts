'use client';
import { useContext, useEffect } from 'react';
import { AnnouncerContext } from './AnnouncerContext.ts';
import { pageClock } from './pageClock.ts';
import { joinSpeakers } from './speakers.ts';
import type { SpeechProps } from './speech.ts';
import { useSpeechSettings } from './useSpeechSettings.ts';
import { watchConversation } from './watchConversation.ts';
import { usePassiveConversation } from '../usePassive.ts';

/** Announces what happens in a conversation, unless somebody else does so. Never a reason to render. */
export function useSpokenConversation(
  conversationId: string | null | undefined,
  props: SpeechProps,
): void {
  const conversation = usePassiveConversation(conversationId);
  const announce = useContext(AnnouncerContext)!;
  const settings = useSpeechSettings(props);
  const isOff = props.speech === 'off';
  useEffect(() => {
    if (isOff) return undefined;
    const speaker = joinSpeakers(conversation);
    const stop = watchConversation({
      conversation,
      clock: pageClock,
      announce: (announcement) => speaker.isFirst() && announce(announcement),
      getSettings: () => settings.current,
    });
    return () => {
      stop();
      speaker.leave();
    };
  }, [conversation, announce, settings, isOff]);
}
