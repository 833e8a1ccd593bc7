'use client';
import { useState } from 'react';
import { useAnnounce } from '../announcer/useAnnounce.ts';
import { useLabels } from '../settings/useLabels.ts';
import type { LoadOlderProps } from './LoadOlder.tsx';
import { usePassiveStream } from '../usePassive.ts';

export interface UseOlderMessagesResult {
  readonly hasOlderMessages: boolean;
  readonly status: LoadOlderProps['status'];
  /** Loads a page, of the newest gap first; also after a failure. */
  readonly load: () => void;
  /** Loads a page unless the last attempt failed: scrolling must not repeat it over and over. */
  readonly loadUnlessFailed: () => void;
}

/** Older pages of the nearest conversation, one at a time. */
export function useOlderMessages(): UseOlderMessagesResult {
  const { hasOlderMessages, gaps, isLoadingOlderMessages, loadOlderMessages } = usePassiveStream();
  const [hasFailed, setHasFailed] = useState(false);
  const announce = useAnnounce();
  const { transcript, spokenMessage, loadOlderFailed } = useLabels();
  const load = (): void => {
    const hasMore = hasOlderMessages || gaps.length > 0;
    if (!hasMore || isLoadingOlderMessages) return;
    setHasFailed(false);
    loadOlderMessages().catch(() => {
      setHasFailed(true);
      announce({ text: spokenMessage(transcript, loadOlderFailed), isAssertive: true });
    });
  };
  const status = hasFailed ? 'failed' : 'ready';
  return {
    hasOlderMessages,
    status: isLoadingOlderMessages ? 'loading' : status,
    load,
    loadUnlessFailed: () => !hasFailed && load(),
  };
}
