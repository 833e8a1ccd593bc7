'use client';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { useScrollHost } from '../scroll/useScrollHost.ts';
import { scrollToMessage, type ScrollToMessageResult } from './scrollToMessage.ts';
import { usePassiveConversation } from '../usePassive.ts';

/** What an app can ask of a transcript: `<ChatTranscript actionsRef={ref}>`. */
export interface TranscriptActions {
  /**
   * Loads older pages until the message with this id is there, shows it, gives it the focus and marks it for a
   * moment. `aborted` when another one is asked for meanwhile or the transcript goes (EXPERIENCE R10).
   */
  readonly scrollToMessage: (id: string) => Promise<ScrollToMessageResult>;
  /** Goes to the end and follows it again. */
  readonly scrollToEnd: () => void;
}

export interface ScrollActionsProps {
  readonly actionsRef: Ref<TranscriptActions> | undefined;
}

/** Gives the app the actions of the transcript around. */
export function ScrollActions({ actionsRef }: ScrollActionsProps): null {
  const conversation = usePassiveConversation();
  const host = useScrollHost();
  const current = useRef<AbortController>(undefined);
  useImperativeHandle(
    actionsRef,
    () => ({
      async scrollToMessage(id: string) {
        current.current?.abort();
        const controller = new AbortController();
        current.current = controller;
        return scrollToMessage(id, conversation, host, controller.signal);
      },
      scrollToEnd: () => host.controller?.jumpToEnd('smooth'),
    }),
    [conversation, host],
  );
  useEffect(() => () => current.current?.abort(), []);
  return null;
}
