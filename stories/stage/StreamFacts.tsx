import type { ReactElement } from 'react';
import { useConversationStream } from 'react-conversation-stream';

/** What the hooks say about the connection, in words. Reads, joins nothing. */
export function StreamFacts(): ReactElement {
  const { connection, continuity, keys } = useConversationStream(undefined, { enabled: false });
  return (
    <dl className="stage-facts" data-continuity={continuity} data-connection={connection.status}>
      <div>
        <dt>connection </dt>
        <dd>{connection.status}</dd>
      </div>
      <div>
        <dt>continuity </dt>
        <dd>{continuity}</dd>
      </div>
      <div>
        <dt>rows </dt>
        <dd>{keys.length}</dd>
      </div>
    </dl>
  );
}
