'use client';
import { useContext, useEffect, useRef } from 'react';
import { useConversation } from '../../react/index.ts';
import { useLabels } from '../settings/useLabels.ts';
import { AnnouncerContext } from './AnnouncerContext.ts';
import { pageClock } from './pageClock.ts';
import { joinSpeakers } from './speakers.ts';
import type { SpeechSettings } from './speech.ts';
import { watchConversation } from './watchConversation.ts';

/** Announces what happens in a conversation, unless somebody else does so. Never a reason to render. */
export function useSpokenConversation(
  conversationId: string | null | undefined,
  { speech, toSpeech }: Omit<SpeechSettings, 'labels'>,
): void {
  const conversation = useConversation(conversationId, { enabled: false });
  const announce = useContext(AnnouncerContext)!;
  const labels = useLabels();
  const settings = useRef<SpeechSettings>({ labels, speech, toSpeech });
  useEffect(() => {
    settings.current = { labels, speech, toSpeech };
  });
  const isOff = speech === 'off';
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
  }, [conversation, announce, isOff]);
}
