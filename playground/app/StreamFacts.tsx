import type { ReactElement } from 'react';
import type { StreamRecord } from './controlPlane.ts';
import { Fact } from './Fact.tsx';

export interface StreamFactsProps {
  readonly streams: readonly StreamRecord[];
  readonly conversationId: string;
}

/** What the server knows about the streams of this conversation. */
export function StreamFacts({ streams, conversationId }: StreamFactsProps): ReactElement {
  const own = streams.filter(({ path }) => path.includes(`/${conversationId}/`));
  const newest = own.at(-1);
  const cursor = newest && new URLSearchParams(newest.query).get('after');
  return (
    <dl className="pg-facts">
      <Fact name="Open streams" id="streams">
        {own.length}
      </Fact>
      <Fact name="Resumed after" id="cursor">
        {cursor ?? 'none'}
      </Fact>
    </dl>
  );
}
