import { isConversationError, type ConversationErrorCode } from '../../core/index.ts';
import { withBody } from './createWire.ts';
import { expectSame, expectThat, within } from './expectation.ts';
import type { Subject } from './createSubject.ts';

interface Refusal {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly code?: ConversationErrorCode;
  readonly isRetryable: boolean;
}

/** By these core decides whether to ask again, and when. A code is checked where there is only one for it. */
const refusals: readonly Refusal[] = [
  { status: 401, code: 'unauthorized', isRetryable: false },
  { status: 403, code: 'forbidden', isRetryable: false },
  { status: 404, code: 'not_found', isRetryable: false },
  { status: 429, code: 'rate_limited', headers: { 'retry-after': '7' }, isRetryable: true },
  { status: 500, code: 'server_error', isRetryable: true },
  { status: 503, code: 'server_error', headers: { 'retry-after': '7' }, isRetryable: true },
  { status: 200, body: '<html>', headers: { 'content-type': 'text/html' }, isRetryable: true },
  { status: 200, body: '{"half', isRetryable: true },
  { status: 200, body: '7', isRetryable: false },
];

/** A refusal is a ConversationError that says whether the same request may work later. */
export async function checkErrors(subject: Subject): Promise<void> {
  const conversationId = await subject.backend.create(['Before.']);
  for (const refusal of refusals) {
    const { status, headers, body = '{"message":"No."}' } = refusal;
    const { transport } = subject.connect(async () =>
      withBody(
        { status, headers: new Headers({ 'content-type': 'application/json', ...headers }) },
        body,
      ),
    );
    const { signal } = new AbortController();
    const page = transport.listMessages({ conversationId, limit: 5, signal });
    const outcome = await within(
      page.catch((error: unknown) => error),
      subject.timeout,
      'listMessages does not settle.',
    );
    expectRefusal(outcome, refusal, body);
  }
}

function expectRefusal(outcome: unknown, refusal: Refusal, body: string): void {
  const { status, code, headers, isRetryable } = refusal;
  const what = `A ${status} with ${body}`;
  expectThat(isConversationError(outcome), `${what} is not a ConversationError.`, outcome);
  // A 401 may be tried once more with fresh credentials: core takes the second for an answer.
  if (status !== 401)
    expectSame(outcome.retryable, isRetryable, `${what} is wrong about being retryable.`);
  if (code) expectSame(outcome.code, code, `${what} has the wrong code.`);
  if (headers?.['retry-after'])
    expectSame(outcome.retryAfter, 7, `${what} loses its Retry-After of 7 seconds.`);
}
