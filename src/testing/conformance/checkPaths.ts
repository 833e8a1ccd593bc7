import { withBody, type WireRequest } from './createWire.ts';
import { expectSame } from './expectation.ts';
import type { Subject } from './createSubject.ts';

const hostileIds = ['..', '.', 'x/../../admin', 'x?admin=1', 'x#y', 'x/y', 'x&admin=1'];

/** An id comes from an address bar: it may be refused, but it leads no request elsewhere. */
export async function checkPaths(subject: Subject): Promise<void> {
  const wanted = await askFor(subject, 'plain');
  for (const id of hostileIds) {
    const asked = await askFor(subject, id);
    if (asked.length > 0) expectSame(asked, wanted, `The id "${id}" changes the request.`);
  }
}

/** The shapes of the addresses that are asked for this conversation. */
async function askFor(subject: Subject, conversationId: string): Promise<readonly unknown[]> {
  const { transport, wire } = subject.connect(async () =>
    withBody({ status: 403, headers: new Headers() }, null),
  );
  const { signal } = new AbortController();
  const calls = [
    async () => transport.listMessages({ conversationId, limit: 5, signal }),
    async () => transport.openFeed?.({ conversationId, signal })[Symbol.asyncIterator]().next(),
  ];
  // Refused with the request or before it: only where it goes matters.
  for (const call of calls) await call().catch(() => {});
  return wire.requests.map(describe);
}

function describe({ method, url }: WireRequest): unknown {
  return {
    method,
    origin: url.origin,
    segments: url.pathname.split('/').length,
    query: [...url.searchParams.keys()],
    hash: url.hash,
  };
}
