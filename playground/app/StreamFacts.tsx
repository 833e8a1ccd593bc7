import type { ReactElement } from 'react';
import type { Backend } from './backends/backend.ts';
import type { StreamRecord } from './controlPlane.ts';
import { Fact } from './Fact.tsx';
import type { ServerView } from './useServerView.ts';
import type { WireEntry } from './wire/createWireLog.ts';

export interface StreamFactsProps {
  readonly backend: Backend;
  readonly server: ServerView;
  readonly conversationId: string;
  readonly entries: readonly WireEntry[];
}

/** What the server knows about the streams of this conversation, and where the newest one is. */
export function StreamFacts(props: StreamFactsProps): ReactElement {
  const { backend, server, conversationId, entries } = props;
  const own = server.streams.filter(({ path }) => path.includes(`/${conversationId}/`));
  const facts = backend.describeServer?.(server.state, conversationId) ?? [];
  return (
    <>
      <Fact name="Cursor" id="cursor">
        {findCursor(backend, entries) ?? 'none'}
      </Fact>
      <Fact name="Resumed after" id="resumed">
        {readResumed(own.at(-1)) ?? 'nothing'}
      </Fact>
      <Fact name="Open streams" id="streams">
        {own.length}
      </Fact>
      <Fact name="Server’s sockets" id="sockets">
        {server.state.sockets ?? 'not counted'}
      </Fact>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name} id={name.toLowerCase().replaceAll(' ', '-')}>
          {value}
        </Fact>
      ))}
    </>
  );
}

/** Of the newest frame that has one. */
function findCursor({ readCursor }: Backend, entries: readonly WireEntry[]): string | undefined {
  if (!readCursor) return undefined;
  const frame = entries.findLast(({ kind, text }) => kind === 'frame' && readCursor(text));
  return frame && readCursor(frame.text);
}

/** In the address, or in the body of those that ask with a POST. */
function readResumed(stream: StreamRecord | undefined): string | undefined {
  if (!stream) return undefined;
  const inBody = /"starting_after":(\d+)/.exec(stream.body ?? '')?.[1];
  return new URLSearchParams(stream.query).get('after') ?? inBody;
}
