import type { ReactElement } from 'react';
import { useConversationStream } from 'react-conversation-stream';
import { Fact } from './Fact.tsx';

/** How it stands, in three words. */
export function StatusFacts(): ReactElement {
  const { connection, continuity, status } = useConversationStream(undefined, { enabled: false });
  return (
    <dl className="pg-facts">
      <Fact name="Continuity" id="continuity">
        {continuity}
      </Fact>
      <Fact name="Connection" id="connection">
        {connection.status}
      </Fact>
      <Fact name="Turn" id="turn">
        {status}
      </Fact>
    </dl>
  );
}

/** What else the client knows. */
export function ConnectionFacts(): ReactElement {
  const { connection, keys, gaps, error, conversationStatus } = useConversationStream(undefined, {
    enabled: false,
  });
  return (
    <>
      <Fact name="Rows" id="rows">
        {keys.length}
        {gaps.length > 0 && `, ${gaps.length} gaps`}
      </Fact>
      <Fact name="Attempt" id="attempt">
        {connection.attempt}
      </Fact>
      <Fact name="Last error" id="error">
        {connection.error?.code ?? error?.code ?? 'none'}
      </Fact>
      <Fact name="Status" id="status">
        {conversationStatus?.status ?? 'none'}
      </Fact>
    </>
  );
}
