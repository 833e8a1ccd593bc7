import type { IncomingMessage, ServerResponse } from 'node:http';
import { createListener } from '../../../playground/server/listener.ts';
import { readBody } from '../../../playground/server/readBody.ts';

export interface TestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  isClosed: boolean;
}

export interface TestServer {
  readonly origin: string;
  readonly requests: readonly TestRequest[];
  /** Requests whose path ends so. */
  to(path: string): readonly TestRequest[];
  /** Resolves when `condition` holds; looks again whenever a request begins or ends. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export type Answer = (request: TestRequest, response: ServerResponse) => void;

/** A real server of a few lines: `answer` writes whatever the test wants on the wire. */
export async function startServer(answer: Answer): Promise<TestServer> {
  const requests: TestRequest[] = [];
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const check of waiting) check();
  };
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://test');
    const request = {
      method: incoming.method ?? '',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: incoming.headers,
      body: body ?? '',
      isClosed: false,
    };
    requests.push(request);
    response.on('close', () => {
      request.isClosed = true;
      changed();
    });
    answer(request, response);
    changed();
  };
  const listener = await createListener(0, (request, response) => void serve(request, response));
  return {
    origin: `http://127.0.0.1:${listener.port}`,
    requests,
    to: (path) => requests.filter((request) => request.path.endsWith(path)),
    until: (condition) =>
      new Promise((resolve, reject) => {
        const end = (finish: () => void): void => {
          clearTimeout(timer);
          waiting.delete(check);
          finish();
        };
        const check = (): void => {
          if (condition()) end(resolve);
        };
        const timer = setTimeout(
          () => end(() => reject(new Error(`Not true in time: ${condition.toString()}`))),
          5_000,
        );
        waiting.add(check);
        check();
      }),
    close: () => listener.close(),
  };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Opens an event stream; what is written to `response` afterwards is its body. */
export function openStream(response: ServerResponse, start = ''): ServerResponse {
  // Not `connection: close`: Node's fetch takes a broken body of such an answer for a whole one.
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (start) response.write(start);
  return response;
}
