import { useEffect, useState } from 'react';
import type { ControlPlane, ServerDigest, ServerState, StreamRecord } from './controlPlane.ts';
import type { ShownDigest } from './useShownDigest.ts';

export interface ServerView {
  readonly digest: ServerDigest | undefined;
  readonly streams: readonly StreamRecord[];
  readonly state: ServerState;
}

const unknown: ServerView = { digest: undefined, streams: [], state: {} };
const calm = 1_000;
const hurried = 250;

/**
 * What the server has (over the stretch that begins at the row `shown.from`) and which streams it holds open.
 * Asked every second; at once and more often while it differs from what is shown.
 */
export function useServerView(
  control: ControlPlane,
  conversationId: string,
  shown: ShownDigest,
): ServerView {
  const [view, setView] = useState(unknown);
  const { from } = shown;
  const interval = view.digest?.digest === shown.digest ? calm : hurried;
  useEffect(() => {
    let isCurrent = true;
    const refresh = async (): Promise<void> => {
      const [digest, streams, state] = await Promise.all([
        control.getDigest(conversationId, from),
        control.getStreams(),
        control.getState(),
      ]);
      if (isCurrent) setView({ digest, streams, state });
    };
    // A server that restarts does not answer: the next round asks again.
    const poll = (): void => void refresh().catch(() => undefined);
    poll();
    const timer = setInterval(poll, interval);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [control, conversationId, from, interval]);
  return view;
}
