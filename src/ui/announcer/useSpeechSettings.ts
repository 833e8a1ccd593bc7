'use client';
import { useEffect, useRef, type RefObject } from 'react';
import { useLabels } from '../settings/useLabels.ts';
import type { SpeechProps, SpeechSettings } from './speech.ts';

/** How to speak, as it is by the time something is said. */
export function useSpeechSettings({
  speech = 'complete',
  toSpeech,
}: SpeechProps): RefObject<SpeechSettings> {
  const labels = useLabels();
  const settings = useRef<SpeechSettings>({ labels, speech, toSpeech });
  useEffect(() => {
    settings.current = { labels, speech, toSpeech };
  });
  return settings;
}
