'use client';
import { Fragment, type ReactElement } from 'react';
import { useConversation, useConversationStream } from '../../react/index.ts';
import { ConnectedJump } from './ConnectedJump.tsx';
import { ConnectedRows } from './ConnectedRows.tsx';
import { FollowOwnSends } from './FollowOwnSends.tsx';
import { HoldWhileReading } from './HoldWhileReading.tsx';
import type { TranscriptComponents } from './components.ts';
import { LoadFailed } from './LoadFailed.tsx';
import { LoadOlder } from './LoadOlder.tsx';
import { Skeleton } from './Skeleton.tsx';
import { useOlderMessages } from './useOlderMessages.ts';
import { Viewport } from './Viewport.tsx';

export interface ConnectedTranscriptProps {
  readonly live: boolean | undefined;
  readonly components: TranscriptComponents;
}

/** The nearest conversation in a viewport: its rows, or what stands in their place. */
export function ConnectedTranscript({ live, components }: ConnectedTranscriptProps): ReactElement {
  const { id } = useConversation(undefined, { live });
  const older = useOlderMessages();
  return (
    // Another conversation opens at its own end.
    <Fragment key={id}>
      <Viewport onNearStart={older.loadUnlessFailed}>
        {older.hasOlderMessages && <LoadOlder status={older.status} onLoad={older.load} />}
        <Placeholder EmptyState={components.EmptyState} />
        <ConnectedRows older={older} components={components} />
      </Viewport>
      <ConnectedJump />
      <FollowOwnSends />
      <HoldWhileReading />
    </Fragment>
  );
}

function Placeholder({
  EmptyState,
}: Pick<TranscriptComponents, 'EmptyState'>): ReactElement | null {
  const { keys, isPending, error, reconcile } = useConversationStream(undefined, {
    enabled: false,
  });
  if (keys.length > 0) return null;
  if (error !== undefined) return <LoadFailed onRetry={() => void reconcile()} />;
  return isPending ? <Skeleton /> : <EmptyState />;
}
