import type { ReactElement } from 'react';
import { useConversationStream } from 'react-conversation-stream';
import {
  Composer,
  ConversationAnnouncer,
  defaultComponents,
  Transcript,
} from 'react-conversation-stream/ui';

/** A whole chat from the parts, inside `<Conversation id="…">`. */
export function OwnChat(): ReactElement {
  return (
    // Tells those who do not see it what happens: answers, errors, the connection.
    <ConversationAnnouncer>
      <div className="cs-feed">
        <Transcript.Root>
          <Rows />
          <Transcript.JumpToLatest />
        </Transcript.Root>
        <Composer.Root>
          <Composer.Files />
          <div className="cs-composer-line">
            <Composer.Attach />
            <Composer.Input />
            <Composer.Stop />
            <Composer.Send />
          </div>
        </Composer.Root>
      </div>
    </ConversationAnnouncer>
  );
}

function Rows(): ReactElement {
  const { keys, isPending, error, hasOlderMessages, isLoadingOlderMessages, ...stream } =
    useConversationStream();
  const loadOlder = (): void => {
    if (!hasOlderMessages || isLoadingOlderMessages) return;
    // The button stays: whoever presses it tries again.
    stream.loadOlderMessages().catch(() => {});
  };
  return (
    <Transcript.Viewport onNearStart={loadOlder}>
      {hasOlderMessages && (
        <Transcript.LoadOlder
          status={isLoadingOlderMessages ? 'loading' : 'ready'}
          onLoad={loadOlder}
        />
      )}
      {isPending && <Transcript.Skeleton />}
      {error && keys.length === 0 && (
        <Transcript.LoadFailed
          error={error}
          onRetry={() => void stream.reconcile().catch(() => {})}
        />
      )}
      <Transcript.List>
        {keys.map((key, index) => (
          <Transcript.Row
            key={key}
            messageKey={key}
            previousKey={keys[index - 1] ?? ''}
            isLast={index === keys.length - 1}
            components={defaultComponents}
            onRetry={stream.retryMessage}
            onDiscard={stream.discardMessage}
          />
        ))}
      </Transcript.List>
      {stream.status === 'submitted' && <Transcript.TypingIndicator />}
    </Transcript.Viewport>
  );
}
