'use client';
import { useContext, useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import type { Message } from '../../react/index.ts';
import { AnnouncerContext } from './AnnouncerContext.ts';
import { LiveRegions } from './LiveRegions.tsx';
import { pageClock } from './pageClock.ts';
import type { SpeechProps } from './speech.ts';
import { useSpeechSettings } from './useSpeechSettings.ts';
import { watchMessages, type MessagesWatch } from './watchMessages.ts';

export interface MessagesAnnouncerProps extends SpeechProps {
  readonly messages: readonly Message[];
  readonly children: ReactNode;
}

/** Says what comes to given messages. Inside a `<ConversationAnnouncer>` that is the one who speaks. */
export function MessagesAnnouncer({ children, ...props }: MessagesAnnouncerProps): ReactElement {
  const isInside = useContext(AnnouncerContext) !== null;
  if (isInside) return <>{children}</>;
  return (
    <LiveRegions>
      {children}
      <SpokenMessages {...props} />
    </LiveRegions>
  );
}

function SpokenMessages({ messages, ...props }: Omit<MessagesAnnouncerProps, 'children'>): null {
  const announce = useContext(AnnouncerContext)!;
  const settings = useSpeechSettings(props);
  const watch = useRef<MessagesWatch>(undefined);
  const isOff = props.speech === 'off';
  // Those of another conversation were there before, too, and so were those that had to be loaded first.
  const conversationId = messages[0]?.conversationId;
  useEffect(() => {
    if (isOff || conversationId === undefined) return undefined;
    const next = watchMessages({ announce, clock: pageClock, getSettings: () => settings.current });
    watch.current = next;
    return () => {
      watch.current = undefined;
      next.stop();
    };
  }, [announce, settings, isOff, conversationId]);
  useEffect(() => watch.current?.see(messages));
  return null;
}
