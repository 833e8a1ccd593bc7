'use client';
import { useEffect, useRef } from 'react';
import type { ConversationTransport } from '../core/index.ts';

/** Says, once, that the third new transport in a row is for the same scope: it is made while rendering. */
export function useRenewalWarning(transport: ConversationTransport): void {
  const last = useRef({ transport, renewals: 0 });
  useEffect(() => {
    const { transport: before, renewals } = last.current;
    if (before === transport) return;
    last.current = { transport, renewals: before.scope === transport.scope ? renewals + 1 : 0 };
    if (last.current.renewals !== 3) return;
    console.warn(
      'ConversationProvider got a new transport with every render, and connects anew each time. Make the transport outside of components, or keep it in state.',
    );
  }, [transport]);
}
