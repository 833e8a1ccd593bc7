'use client';
import { useIsRestoring } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Conversation } from '../core/index.ts';

export interface JoinOptions {
  /** `false` reads history without a stream. Any live consumer of the conversation wins. Default true. */
  readonly live?: boolean | undefined;
  /** `false` reads what is already held and asks for nothing. Default true. */
  readonly enabled?: boolean | undefined;
}

/** Joins the conversation while mounted. The first one in connects, the last one out tears down. */
export function useJoin(
  conversation: Conversation,
  { live = true, enabled = true }: JoinOptions = {},
): void {
  // A persisted cache comes first: what the server says would stand in its way, and its keys be lost.
  const isEnabled = !useIsRestoring() && enabled;
  useEffect(
    () => (isEnabled ? conversation.connect({ live }) : undefined),
    [conversation, live, isEnabled],
  );
}
