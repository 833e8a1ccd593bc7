'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Conversation } from '../../react/index.ts';
import { createDraft, getSessionStorage, type DraftStorage } from './createDraft.ts';
import { findOwnMessage, isTaken } from './findOwnMessage.ts';

export interface UseDraftResult {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Empties the box for what is being sent. Kept until the server has it, or `sending` is settled well. */
  readonly release: (text: string, sending: Promise<unknown>) => void;
}

/**
 * The text of a composer, kept per conversation across reloads. `undefined` keeps it in this tab, `null`
 * nowhere.
 */
export function useDraft(
  conversation: Conversation,
  storage: DraftStorage | null | undefined,
): UseDraftResult {
  const [text, show] = useState('');
  const { id, transport } = conversation;
  const key = `conversation-stream:draft:${transport.name}:${transport.scope}:${id}`;
  const draft = useMemo(
    () => createDraft(storage === undefined ? getSessionStorage() : storage, key),
    [storage, key],
  );
  useEffect(() => {
    const kept = draft.read();
    // In the transcript already, on its way or failed: once is enough.
    // Only the browser has the storage: what the server rendered must come first.
    // oxlint-disable-next-line react/set-state-in-effect
    if (kept !== '' && !findOwnMessage(conversation, kept)) show((typed) => typed || kept);
    return () => draft.flush();
  }, [draft, conversation]);
  const setText = useCallback(
    (next: string) => {
      show(next);
      draft.save(next);
    },
    [draft],
  );
  const release = useCallback(
    (sent: string, sending: Promise<unknown>) => {
      draft.save(sent);
      draft.flush();
      show('');
      const drop = (): void => draft.drop(sent);
      // A turn settles with its answer, long after the server took the message.
      const unsubscribe = conversation.store.subscribe(() => {
        if (isTaken(conversation, sent)) drop();
      });
      sending.then(drop, () => {}).finally(unsubscribe);
    },
    [draft, conversation],
  );
  return { text, setText, release };
}
