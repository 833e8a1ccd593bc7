import type { ConversationTransport } from '../../core/index.ts';
import { withBody, type WireRequest } from './createWire.ts';
import { expectThat, within } from './expectation.ts';
import { createSend } from './recordStream.ts';
import { toTurn, type Subject } from './createSubject.ts';

/** Whatever a server or a network quotes: no credential is in an error, a message or an event. */
export async function checkSecrets(subject: Subject): Promise<void> {
  const conversationId = await subject.backend.create(['Before.']);
  for (const [name, quote] of quotes)
    // Only the nth request fails, so that those behind a ticket or a token are reached too.
    for (let nth = 1; nth <= 2; nth += 1)
      for (const call of listCalls(subject.connect().transport, conversationId)) {
        const secrets = new Set(subject.secrets);
        let count = 0;
        const { transport } = subject.connect(async (request, send) => {
          collectSecrets(request, secrets);
          count += 1;
          return count === nth ? quote(request) : send();
        });
        // The scope goes into cache keys, and into storage with them.
        const told = `${transport.scope} ${await tell(subject, transport, call)}`;
        for (const secret of secrets)
          expectThat(!told.includes(secret), `${name}: the error of ${call.name} tells a secret.`, {
            error: told.replaceAll(secret, '<the secret>'),
          });
      }
}

const quotes: readonly [name: string, quote: (request: WireRequest) => Response][] = [
  ...[400, 401, 403, 500].map((status): [string, (request: WireRequest) => Response] => [
    `A ${status} that quotes the request`,
    (request) => answer(status, 'application/json', JSON.stringify({ message: describe(request) })),
  ]),
  [
    'An HTML page that quotes the request',
    (request) => answer(200, 'text/html', `<pre>${describe(request)}</pre>`),
  ],
  [
    'A broken network that quotes the request',
    (request) => {
      throw new TypeError(`Failed to fetch ${describe(request)}`);
    },
  ],
];

function answer(status: number, type: string, body: string): Response {
  return withBody({ status, headers: new Headers({ 'content-type': type }) }, body);
}

function describe({ url, headers, body }: WireRequest): string {
  return `${url.href} ${[...headers].map((pair) => pair.join(': ')).join(' ')} ${body}`;
}

const shortest = 8;

/** What a request proves itself with: credentials in headers and in the query. */
function collectSecrets({ url, headers }: WireRequest, secrets: Set<string>): void {
  const values = [...headers, ...url.searchParams]
    .filter(([name]) => /auth|key|token|ticket|secret|cookie|session/i.test(name))
    .filter(([name]) => !/idempotency/i.test(name))
    .flatMap(([, value]) => value.split(/[\s;,=]+/));
  for (const value of values) if (value.length >= shortest) secrets.add(value);
}

interface Call {
  readonly name: string;
  run(transport: ConversationTransport, signal: AbortSignal): Promise<unknown>;
}

function listCalls(sample: ConversationTransport, conversationId: string): readonly Call[] {
  const calls: Call[] = [
    {
      name: 'listMessages',
      run: (transport, signal) => transport.listMessages({ conversationId, limit: 5, signal }),
    },
  ];
  if (sample.openFeed)
    calls.push({
      name: 'openFeed',
      run: (transport, signal) => readFirst(transport.openFeed!({ conversationId, signal })),
    });
  if (sample.sendMessage)
    calls.push({
      name: 'sendMessage',
      run: (transport, signal) => {
        const sent = transport.sendMessage!(createSend(conversationId, signal));
        const turn = toTurn(sent);
        return turn ? readFirst(turn) : Promise.resolve(sent);
      },
    });
  return calls;
}

async function readFirst(stream: AsyncIterable<unknown>): Promise<unknown> {
  const { value } = (await stream[Symbol.asyncIterator]().next()) as { value: unknown };
  return value;
}

/** Everything an app could show or log of what came out. */
async function tell(
  { timeout }: Subject,
  transport: ConversationTransport,
  { name, run }: Call,
): Promise<string> {
  const controller = new AbortController();
  try {
    const result = run(transport, controller.signal);
    return JSON.stringify(await within(result, timeout, `${name} does not settle.`)) ?? '';
  } catch (error) {
    return quoteError(error);
  } finally {
    controller.abort();
  }
}

function quoteError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, stack, cause } = error;
  const rest = cause === undefined ? '' : quoteError(cause);
  return [message, stack, JSON.stringify(error), JSON.stringify(Object.entries(error)), rest].join(
    '\n',
  );
}
