import type { ReactElement } from 'react';
import { useConversationStream } from 'react-conversation-stream';
import { Fact } from './Fact.tsx';

/** What the client knows about its connection. */
export function ConnectionFacts(): ReactElement {
  const { connection, continuity, keys, gaps } = useConversationStream(undefined, {
    enabled: false,
  });
  return (
    <dl className="pg-facts">
      <Fact name="Connection" id="connection">
        {connection.status}
      </Fact>
      <Fact name="Continuity" id="continuity">
        {continuity}
      </Fact>
      <Fact name="Attempt" id="attempt">
        {connection.attempt}
      </Fact>
      <Fact name="Rows" id="rows">
        {keys.length}
        {gaps.length > 0 && `, ${gaps.length} gaps`}
      </Fact>
      <Fact name="Last error" id="error">
        {connection.error?.code ?? 'none'}
      </Fact>
    </dl>
  );
}
