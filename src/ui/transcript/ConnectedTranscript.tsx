'use client';
import { Fragment, type ReactElement, type Ref } from 'react';
import { selectMessage, useConversation } from '../../react/index.ts';
import { useCopySelection } from '../copy/useCopySelection.ts';
import { useLabels } from '../settings/useLabels.ts';
import { ConnectedJump } from './ConnectedJump.tsx';
import { ConnectedRows } from './ConnectedRows.tsx';
import type { FollowPolicy } from '../scroll/createScrollController.ts';
import { ScrollActions, type TranscriptActions } from './ScrollActions.tsx';
import { FollowOwnSends } from './FollowOwnSends.tsx';
import { HoldWhileReading } from './HoldWhileReading.tsx';
import type { TranscriptComponents } from './components.ts';
import { ConnectedStatus } from './ConnectedStatus.tsx';
import type { Virtualize } from '../window/WindowedList.tsx';
import { useOlderMessages } from './useOlderMessages.ts';
import { Viewport } from './Viewport.tsx';
import { usePassiveConversation, usePassiveStream } from '../usePassive.ts';

export interface ConnectedTranscriptProps {
  readonly live: boolean | undefined;
  readonly components: TranscriptComponents;
  readonly virtualize: Virtualize;
  readonly follow: FollowPolicy | undefined;
  readonly firstUnreadId: string | undefined;
  readonly actionsRef: Ref<TranscriptActions> | undefined;
}

/** The nearest conversation in a viewport: its rows, or what stands in their place. */
export function ConnectedTranscript({
  live,
  components,
  virtualize,
  follow,
  firstUnreadId,
  actionsRef,
}: ConnectedTranscriptProps): ReactElement {
  const { id, store } = useConversation(undefined, { live });
  const older = useOlderMessages();
  const handleCopy = useCopySelection(() => {
    const state = store.getState();
    return { keys: state.keys, read: (index) => selectMessage(state, state.keys[index]!) };
  });
  return (
    // Another conversation opens at its own end.
    <Fragment key={id}>
      <Viewport onNearStart={older.loadUnlessFailed} follow={follow} onCopy={handleCopy}>
        {older.hasOlderMessages && (
          <components.LoadOlder status={older.status} onLoad={older.load} />
        )}
        <Placeholder {...components} />
        <ConnectedRows {...{ older, components, virtualize, firstUnreadId }} />
        <ConnectedStatus components={components} />
      </Viewport>
      <ConnectedJump />
      <FollowOwnSends />
      <HoldWhileReading />
      <ScrollActions actionsRef={actionsRef} />
    </Fragment>
  );
}

function Placeholder({
  EmptyState,
  LoadFailed,
  Skeleton,
}: Pick<TranscriptComponents, 'EmptyState' | 'LoadFailed' | 'Skeleton'>): ReactElement | null {
  const { id } = usePassiveConversation();
  const { keys, isPending, error, reconcile, reconnect } = usePassiveStream();
  const { emptyTitle } = useLabels();
  if (keys.length > 0) return null;
  // The id is null: nothing is on its way.
  if (id === '')
    return (
      <EmptyState>
        <p className="cs-empty-title">{emptyTitle}</p>
      </EmptyState>
    );
  const handleRetry = (): void => {
    reconnect();
    // Fails as before: this notice stays, or comes again.
    reconcile().catch(() => {});
  };
  if (error !== undefined) return <LoadFailed error={error} onRetry={handleRetry} />;
  return isPending ? <Skeleton /> : <EmptyState />;
}
