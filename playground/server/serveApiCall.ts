import type { IncomingMessage, ServerResponse } from 'node:http';
import { corsHeaders, preflightHeaders, type CorsOrigins } from './cors.ts';
import { isReplyFault, isStreamFault, type Fault } from './fault.ts';
import { parseFaultHeader, type FaultQueue } from './faultQueue.ts';
import { readBody } from './readBody.ts';
import type { ApiCall, ReferenceBackend, Reply, StreamReply } from './referenceBackend.ts';
import { faultyReply } from './replyFaults.ts';
import type { LogRecord, RequestLog } from './requestLog.ts';
import { openSseStream, type SseStream } from './sseStream.ts';
import type { VirtualClock } from './virtualClock.ts';

export interface ApiContext {
  readonly backend: ReferenceBackend;
  readonly clock: VirtualClock;
  readonly log: RequestLog;
  readonly faults: FaultQueue;
  readonly corsOrigins: CorsOrigins;
  readonly streams: Map<LogRecord, SseStream>;
  changed(): void;
}

/** One request to the emulated API, from its first byte to the end of its response. */
export async function serveApiCall(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { backend } = context;
  const { url = '/', method = 'GET', headers } = request;
  const { pathname: path, searchParams: query } = new URL(url, 'http://reference');
  const route = backend.routeOf(method, path);
  const record = context.log.open({ method, path, query, route, headers });
  const signal = watchEnd(context, response, record);
  const body = await readBody(request);
  if (body === undefined) return;
  const faults = [
    ...parseFaultHeader(String(headers['x-ref-fault'] ?? '')),
    ...context.faults.take({ method, path, route, isStream: isTurn(backend, route) }),
  ];
  Object.assign(record, { body, faults: faults.map((fault) => fault.kind) });
  const call: ApiCall = { method, path, query, headers, body, faults };
  const reply = await faultyReply(
    faults.filter(isReplyFault),
    { backend, call, otherOrigin: nameOtherOrigin(headers.host), signal },
    async () => (method === 'OPTIONS' ? preflight : backend.handle(call)),
  );
  if (!response.destroyed) sendReply(context, { request, response, record, faults }, reply);
}

function isTurn({ turnRoutes = [] }: ReferenceBackend, route: string | undefined): boolean {
  return route !== undefined && turnRoutes.includes(route);
}

/** Notes when a response is over, and whose doing it was. The signal is for work that is then in vain. */
function watchEnd(
  { log, streams }: ApiContext,
  response: ServerResponse,
  record: LogRecord,
): AbortSignal {
  const over = new AbortController();
  response.once('close', () => {
    const isByServer = streams.get(record)?.isEndedByServer ?? response.writableFinished;
    streams.delete(record);
    log.close(record, isByServer ? 'server' : 'client');
    over.abort();
  });
  return over.signal;
}

const preflight: Reply = { type: 'body', status: 204, headers: preflightHeaders, body: '' };

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: LogRecord;
  readonly faults: readonly Fault[];
}

function sendReply(context: ApiContext, exchange: Exchange, reply: Reply): void {
  const { request, response, record } = exchange;
  if (reply.type === 'refused') {
    context.log.close(record, 'server');
    request.socket.destroy();
    return;
  }
  // A preflight asks on behalf of another method.
  const method = request.headers['access-control-request-method'] ?? record.method;
  const isOpenToAll = context.backend.routeOf(method, record.path) === 'stream';
  const headers = {
    date: new Date(context.clock.now()).toUTCString(),
    ...corsHeaders(request.headers.origin, isOpenToAll ? '*' : context.corsOrigins),
    ...reply.headers,
  };
  if (reply.type === 'stream') {
    sendStream(context, exchange, { ...reply, headers });
    return;
  }
  record.status = reply.status;
  record.bytesSent = Buffer.byteLength(reply.body);
  if (reply.afterSent) response.once('finish', reply.afterSent);
  const hasBody = reply.status !== 204;
  response.writeHead(reply.status, {
    ...headers,
    ...(hasBody ? { 'content-length': record.bytesSent } : {}),
  });
  response.end(hasBody ? reply.body : undefined);
}

function sendStream(context: ApiContext, exchange: Exchange, reply: StreamReply): void {
  const { response, record, faults } = exchange;
  record.status = 200;
  record.isStream = true;
  const stream = openSseStream(
    response,
    reply.headers,
    faults.filter(isStreamFault),
    { preceding: reply.preceding, fieldNames: reply.fieldNames },
    (bytes) => {
      record.bytesSent += bytes;
      context.changed();
    },
  );
  context.streams.set(record, stream);
  reply.run(stream);
  context.changed();
}

/** The loopback's other name reaches the same server, but is another origin to a client. */
function nameOtherOrigin(host = ''): string {
  return host.startsWith('localhost')
    ? `http://${host.replace('localhost', '127.0.0.1')}`
    : `http://${host.replace('127.0.0.1', 'localhost')}`;
}
