import type { ServerResponse } from 'node:http';
import { digestMessages } from '../digest.ts';
import type { QueuedFault } from './fault.ts';
import { createFaultQueue } from './faultQueue.ts';
import { controlPath, serveControlCall } from './controlPlane.ts';
import type { CorsOrigins } from './cors.ts';
import { createListener, type Listener } from './listener.ts';
import type { BackendControl, BackendServices, ReferenceBackend } from './referenceBackend.ts';
import { createRequestLog, type LogRecord } from './requestLog.ts';
import { createSeededRandom, type SeededRandom } from './seededRandom.ts';
import { serveApiCall, type ApiContext } from './serveApiCall.ts';
import type { Ending } from './sseFrame.ts';
import { createVirtualClock } from './virtualClock.ts';

export interface ReferenceServerOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** Of ids, tickets and every other random choice. Default 1. */
  readonly seed?: number;
  /** Where time comes from, epoch ms. Default the wall clock. */
  readonly now?: () => number;
  /** Origins that may read JSON answers in a browser. Streams are open to all. Default any. */
  readonly corsOrigins?: CorsOrigins;
}

/**
 * What every reference server can do, in process; `/__ref/*` calls the same functions. With `TControl`, what
 * its backend can do on top.
 */
export type ReferenceServer<TControl extends BackendControl> = ServerControl & TControl;

export interface ServerControl {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly port: number;
  /** Clears conversations, log, faults and clock, resets streams, starts the ids over. */
  reset(options?: { readonly seed?: number }): void;
  queueFault(...faults: readonly QueuedFault[]): void;
  pendingFaults(): readonly QueuedFault[];
  clearFaults(): void;
  /** Every request to the API, oldest first; the control plane is not in it. */
  log(): readonly LogRecord[];
  openStreams(): readonly LogRecord[];
  state(): Record<string, unknown>;
  /** The rows a client should end up showing, in order. */
  transcript(conversationId: string): readonly { readonly id: string; readonly text: string }[];
  /** What `digestMessages` gives for the transcript here, to compare with the page's. */
  digest(conversationId: string): { readonly digest: string; readonly count: number };
  /** Ages tickets, windows and stores. Delays and heartbeats keep running in real time. */
  advanceClock(ms: number): void;
  /** Ends the open streams (default `close`), or those whose path contains `path`; `stall` leaves them half-open. Returns how many. */
  dropStreams(options?: Partial<Ending> & { readonly path?: string }): number;
  /** Destroys every socket and listens again after `downtime` ms (default 0). State is kept. */
  restart(options?: { readonly downtime?: number }): Promise<void>;
  /** Calls back after each request, response, write and message. Returns the unsubscribe. */
  onChange(callback: () => void): () => void;
  close(): Promise<void>;
}

/** Starts the server of one backend. */
export async function createReferenceServer<TControl extends BackendControl>(
  createBackend: (services: BackendServices) => ReferenceBackend<TControl>,
  options: ReferenceServerOptions = {},
): Promise<ReferenceServer<TControl>> {
  const changes = createChanges();
  const clock = createVirtualClock(options.now);
  const random = createSeededRandom(options.seed);
  const log = createRequestLog(changes.notify);
  const backend = createBackend({
    clock,
    random,
    changed: changes.notify,
    countStreams: () => log.openStreams().length,
  });
  const context: ApiContext = {
    backend,
    clock,
    log,
    faults: createFaultQueue(),
    corsOrigins: options.corsOrigins ?? '*',
    streams: new Map(),
    changed: changes.notify,
  };
  const listener = await createListener(options.port ?? 0, (request, response) => {
    const served = request.url?.startsWith(controlPath)
      ? serveControlCall(server, request, response)
      : serveApiCall(context, request, response);
    served.catch((error: unknown) => failLoudly(response, error));
  });
  const server: ReferenceServer<TControl> = {
    ...backend.control,
    ...createServerControl(context, listener, random, options.seed ?? 1),
    onChange: changes.subscribe,
  };
  return server;
}

function createServerControl(
  context: ApiContext,
  listener: Listener,
  random: SeededRandom,
  firstSeed: number,
): Omit<ServerControl, 'onChange'> {
  const { backend, clock, log, faults } = context;
  return {
    origin: `http://127.0.0.1:${listener.port}`,
    port: listener.port,
    reset({ seed = firstSeed } = {}) {
      dropStreams(context, { how: 'reset' });
      random.reseed(seed);
      for (const part of [backend, clock, faults, log]) part.clear();
    },
    queueFault: (...queued) => faults.add(queued),
    pendingFaults: faults.pending,
    clearFaults: faults.clear,
    log: log.all,
    openStreams: log.openStreams,
    state: () => ({ ...describe(context), sockets: listener.countSockets() }),
    transcript: (conversationId) => backend.transcript(conversationId),
    digest: (conversationId) => digestTranscript(backend.transcript(conversationId)),
    advanceClock: clock.advance,
    dropStreams: (options) => dropStreams(context, options),
    restart({ downtime = 0 } = {}) {
      for (const record of log.openStreams()) log.close(record, 'server');
      return listener.restart(downtime);
    },
    close() {
      backend.clear();
      return listener.close();
    },
  };
}

function dropStreams(
  { streams }: ApiContext,
  { how = 'close', path = '', ...rest }: Partial<Ending> & { readonly path?: string } = {},
): number {
  const chosen = [...streams].filter(([record]) => record.path.includes(path));
  for (const [, stream] of chosen) stream.end({ how, ...rest });
  return chosen.length;
}

function describe({ backend, clock, log, faults }: ApiContext): Record<string, unknown> {
  return {
    now: clock.now(),
    ...backend.describe(),
    openStreams: log.openStreams().length,
    pendingFaults: faults.pending(),
  };
}

function digestTranscript(rows: readonly { readonly id: string; readonly text: string }[]): {
  readonly digest: string;
  readonly count: number;
} {
  return { digest: digestMessages(rows), count: rows.length };
}

/** A mistake in a fault or in this server must be seen, not waited for. */
function failLoudly(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (response.headersSent) response.destroy();
  else response.writeHead(599, { 'content-type': 'text/plain' }).end(text);
}

function createChanges(): { notify(): void; subscribe(callback: () => void): () => void } {
  const callbacks = new Set<() => void>();
  return {
    notify() {
      for (const callback of callbacks) callback();
    },
    subscribe(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  };
}
