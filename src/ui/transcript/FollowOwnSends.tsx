'use client';
import { useEffect } from 'react';
import { useMessage, useMessageKeys, type Message } from '../../react/index.ts';
import { useScrollHost } from '../scroll/useScrollHost.ts';

const joinsNothing = { enabled: false } as const;
const select = ({ key, status, role }: Message): string | undefined =>
  role === 'user' && (status === 'sending' || status === 'queued') ? key : undefined;

/** Whoever sends something wants to see it, and what comes of it (EXPERIENCE R4). */
export function FollowOwnSends(): null {
  const last = useMessageKeys(undefined, joinsNothing).at(-1);
  const sentKey = useMessage(last ?? '', undefined, { select });
  const host = useScrollHost();
  useEffect(() => {
    if (sentKey !== undefined) host.controller?.jumpToEnd();
  }, [sentKey, host]);
  return null;
}
