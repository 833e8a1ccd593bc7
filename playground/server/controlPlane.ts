import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReferenceServer } from './createReferenceServer.ts';
import type { BackendControl } from './referenceBackend.ts';
import { preflightHeaders } from './cors.ts';
import { readBody } from './readBody.ts';

/** Where the control plane lives; never part of the emulated API. */
export const controlPath = '/__ref/';

type AnyServer = ReferenceServer<BackendControl>;
type ControlCall = (control: AnyServer, input: never, query: URLSearchParams) => unknown;

const controlCalls: Readonly<Record<string, ControlCall>> = {
  'POST reset': (control, input) => control.reset(input),
  'POST seed': (control, input) => control.seed(input),
  'POST script': (control, input) => control.script(input),
  'POST emit': (control, input) => control.emit(input),
  'POST edit': (control, input) => control.edit(input),
  'POST delete': (control, input) => control.remove(input),
  'POST faults': (control, input) => control.queueFault(...[input].flat()),
  'DELETE faults': (control) => control.clearFaults(),
  'GET faults': (control) => control.pendingFaults(),
  'POST clock': (control, { advanceMs }: { advanceMs: number }) => control.advanceClock(advanceMs),
  'GET log': (control) => control.log(),
  'GET streams': (control) => control.openStreams(),
  'GET state': (control) => control.state(),
  'GET messages': (control, _input, query) => control.messages(readConversation(query)),
  'GET transcript': (control, _input, query) => control.transcript(readConversation(query)),
  'GET digest': (control, _input, query) => control.digest(readConversation(query)),
  'POST drop': (control, input) => ({ dropped: control.dropStreams(input) }),
  'POST half-open': (control, input: object) => ({
    stalled: control.dropStreams({ ...input, how: 'stall' }),
  }),
  'POST restart': (control, input) => {
    // The answer must be out before the sockets die.
    setImmediate(() => void control.restart(input));
  },
};

/** Answers `/__ref/<name>`: JSON in, JSON out, from any origin. */
export async function serveControlCall(
  control: AnyServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://reference');
  const call = controlCalls[`${request.method} ${pathname.slice(controlPath.length)}`];
  const answer = (status: number, result: unknown): void => {
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
      ...preflightHeaders,
    });
    response.end(status === 204 ? undefined : JSON.stringify(result ?? { ok: true }));
  };
  if (request.method === 'OPTIONS') return answer(204, undefined);
  if (!call)
    return answer(404, { error: `Unknown call. Known: ${Object.keys(controlCalls).join(', ')}.` });
  try {
    answer(200, call(control, JSON.parse(body || '{}') as never, searchParams));
  } catch (error) {
    answer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function readConversation(query: URLSearchParams): string {
  const id = query.get('conversation');
  if (id === null) throw new Error('Say which: ?conversation=<id>.');
  return id;
}
