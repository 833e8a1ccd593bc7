import type { ConversationTransport } from '../../core/index.ts';
import type { Wire, WireRequest } from './createWire.ts';
import { expectThat, waitUntil, within } from './expectation.ts';
import { createSend } from './recordStream.ts';
import { toTurn, type Batch, type Shape, type Subject } from './createSubject.ts';

/** Given up at any point, a call leaves nothing behind: no request, no open body, no late event. */
export async function checkAbort(subject: Subject): Promise<void> {
  await checkCall(subject);
  for (const shape of subject.shapes) {
    await checkBeforeNext(subject, shape);
    await checkWhileHanging(subject, shape);
    await checkWhileOpen(subject, shape, 'aborted');
    await checkWhileOpen(subject, shape, 'left');
  }
}

/** Never answered, except by the abort of a signal that was passed on. */
function hang({ signal }: WireRequest): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

interface Attempt {
  readonly wire: Wire;
  readonly controller: AbortController;
  readonly iterator: AsyncIterator<Batch>;
}

async function attempt(subject: Subject, shape: Shape, isHanging: boolean): Promise<Attempt> {
  const { backend } = subject;
  const controller = new AbortController();
  const { signal } = controller;
  const { transport, wire } = subject.connect((request, send) =>
    isHanging ? hang(request) : send(),
  );
  const conversationId = await backend.create(['Before.']);
  if (shape === 'turn') await backend.answer!(conversationId, 'A long answer. '.repeat(20));
  return { wire, controller, iterator: open(transport, shape, conversationId, signal) };
}

function open(
  transport: ConversationTransport,
  shape: Shape,
  conversationId: string,
  signal: AbortSignal,
): AsyncIterator<Batch> {
  const stream =
    shape === 'feed'
      ? transport.openFeed!({ conversationId, signal })
      : toTurn(transport.sendMessage!(createSend(conversationId, signal)));
  expectThat(stream !== undefined, 'backend.answer is given, but sendMessage returns no turn.');
  return stream[Symbol.asyncIterator]();
}

async function checkBeforeNext(subject: Subject, shape: Shape): Promise<void> {
  const { wire, controller, iterator } = await attempt(subject, shape, false);
  await settle();
  expectThat(wire.requests.length === 0, `A ${shape} asks the server before it is read.`);
  controller.abort();
  const result = await end(subject, iterator.next());
  expectThat(!hasEvents(result), `A ${shape} that was aborted before it began says something.`);
  await expectClean(subject, wire, shape);
}

async function checkWhileHanging(subject: Subject, shape: Shape): Promise<void> {
  const { wire, controller, iterator } = await attempt(subject, shape, true);
  const next = end(subject, iterator.next());
  await waitUntil(
    () => wire.requests.length > 0,
    subject.timeout,
    () => `A ${shape} that is read asks nothing.`,
  );
  controller.abort();
  expectThat(!hasEvents(await next), `A ${shape} says something after it was aborted.`);
  await expectClean(subject, wire, shape);
}

async function checkWhileOpen(
  subject: Subject,
  shape: Shape,
  how: 'aborted' | 'left',
): Promise<void> {
  const { wire, controller, iterator } = await attempt(subject, shape, false);
  const first = await within(iterator.next(), subject.timeout, `A ${shape} does not open.`);
  expectThat(
    !first.done && first.value.some(({ type }) => type === 'open'),
    `The first batch of a ${shape} does not say open.`,
    first.value,
  );
  const next = how === 'aborted' ? end(subject, iterator.next()) : undefined;
  if (how === 'aborted') controller.abort();
  else await end(subject, iterator.return?.() ?? Promise.resolve({ done: true, value: undefined }));
  // One batch may have been on its way.
  await next;
  const last = await end(subject, iterator.next());
  expectThat(!hasEvents(last), `A ${shape} that was ${how} goes on.`, last);
  await expectClean(subject, wire, shape);
}

async function checkCall(subject: Subject): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const { transport, wire } = subject.connect(hang);
  const conversationId = await subject.backend.create(['Before.']);
  const page = transport.listMessages({ conversationId, limit: 5, signal }).catch(() => 'rejected');
  await waitUntil(
    () => wire.requests.length > 0,
    subject.timeout,
    () => 'listMessages asks nothing.',
  );
  controller.abort();
  const outcome = await within(page, subject.timeout, 'listMessages does not heed its signal.');
  expectThat(outcome === 'rejected', 'listMessages resolves although it was aborted.', outcome);
  await expectClean(subject, wire, 'listMessages');
}

type Result = IteratorResult<Batch> | 'threw';

/** How an abort ends a stream, quietly or by a throw, is the transport's choice; that it does, and soon, is not. */
function end(subject: Subject, result: Promise<IteratorResult<Batch>>): Promise<Result> {
  const settled: Promise<Result> = result.catch(() => 'threw' as const);
  return within(settled, subject.timeout, 'A stream does not end when it is given up.');
}

function hasEvents(result: Result): boolean {
  return result !== 'threw' && !result.done && result.value.length > 0;
}

async function expectClean(subject: Subject, wire: Wire, what: string): Promise<void> {
  const isOpen = (request: WireRequest): boolean => !request.isOver;
  await waitUntil(
    () => !wire.requests.some(isOpen),
    subject.timeout,
    () =>
      `${what} leaves a connection open: ${String(wire.requests.find(isOpen)?.url.pathname)}. Pass signal to fetch and cancel the body.`,
  );
  const count = wire.requests.length;
  await settle();
  expectThat(wire.requests.length === count, `${what} asks the server after it was given up.`);
}

/** Promise work and timers that are due. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}
