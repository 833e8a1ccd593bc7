import { Exchange, toError, type NetworkRequest } from './exchange.ts';
import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import {
  createStreamRecord,
  type Endpoint,
  type RecordedRequest,
  type SimRecord,
} from './record.ts';
import { forceReply } from './requestFaults.ts';
import type { NetworkHabits } from './scenario.ts';
import { StreamLine, type Frame, type LineOptions } from './streamLine.ts';
import type { VirtualClock } from './virtualClock.ts';

/** What the server makes of a request: a whole answer, or a stream it goes on writing to. */
export type Reply = {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** The reader has it. */
  readonly onDelivered?: () => void;
  readonly serve?: (line: StreamLine) => void;
};

/** A server on the other end. Knows its wire; the network knows nothing of it. */
export interface VirtualServer {
  classify(
    method: string,
    url: URL,
  ): {
    readonly endpoint: Endpoint;
    readonly conversationId: string;
    readonly after?: string;
    readonly isCursorHonest?: boolean;
  };
  handle(request: NetworkRequest): Reply;
  /** A frame reached the reader whole. */
  deliver(frame: Frame): void;
}

export interface NetworkOptions {
  readonly clock: VirtualClock;
  readonly record: SimRecord;
  readonly faults: Faults;
  readonly random: Random;
  readonly habits: NetworkHabits;
  readonly trace: (line: string) => void;
}

/** Carries requests and answers: late, cut, lost or twice. Counts what the reader holds open. */
export class VirtualNetwork {
  openSockets = 0;
  private outageCount = 0;
  readonly lines = new Set<StreamLine>();
  private readonly options: NetworkOptions;
  private readonly server: VirtualServer;

  constructor(options: NetworkOptions, server: VirtualServer) {
    this.options = options;
    this.server = server;
  }

  /** While there are any, no request gets through. */
  get outages(): number {
    return this.outageCount;
  }

  set outages(count: number) {
    this.outageCount = count;
    this.options.record.outages.push(this.options.clock.now());
  }

  readonly drawLatency = (): number =>
    this.options.random.int(this.options.habits.minLatency, this.options.habits.maxLatency);

  readonly fetch = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const request: NetworkRequest = {
      method: init.method ?? 'GET',
      url: new URL(input instanceof Request ? input.url : input),
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? init.body : undefined,
    };
    const { signal } = init;
    if (signal?.aborted) return Promise.reject(toError(signal.reason));
    return new Promise((resolve, reject) => {
      const exchange = this.open(request, (result) =>
        result instanceof Error ? reject(result) : resolve(result),
      );
      this.start(exchange);
      signal?.addEventListener('abort', () => exchange.abort(signal.reason), { once: true });
    });
  };

  private open(request: NetworkRequest, answer: (answer: Response | Error) => void): Exchange {
    const { clock, trace } = this.options;
    const facts = this.server.classify(request.method, request.url);
    const record: RecordedRequest = { ...facts, at: clock.now() };
    const { conversationId, endpoint } = facts;
    trace(`${clock.now()} > ${conversationId} ${endpoint} ${describeQuery(request.url)}`);
    this.options.record.requests.push(record);
    this.openSockets += 1;
    return new Exchange({
      request,
      record,
      answer: (result) => {
        record.answeredAt = clock.now();
        trace(`${clock.now()} < ${endpoint} ${describe(result)}`);
        answer(result);
      },
      onReleased: () => {
        this.openSockets -= 1;
      },
    });
  }

  private start(exchange: Exchange): void {
    const { clock, faults, random } = this.options;
    const { endpoint } = exchange.record;
    if (this.outages > 0 || faults.take('refuse', endpoint)) {
      clock.arriveAt(clock.now() + 5, () => exchange.settle(new TypeError('fetch failed')));
      return;
    }
    const isHanging = faults.take('hang-before-headers', endpoint) !== undefined;
    // A request that was given up, or will never be answered, may have reached the server all the same.
    const reachesServer = random.chance(0.5);
    clock.after(this.drawLatency(), () => {
      if ((exchange.isOver || isHanging) && !reachesServer) return;
      const forced = exchange.isOver ? undefined : forceReply(this.options, exchange.record);
      const request = { ...exchange.request, isGivenUp: exchange.isOver };
      const reply = forced ?? this.server.handle(request);
      if (!isHanging && !exchange.isOver) this.answer(exchange, reply);
    });
  }

  private answer(exchange: Exchange, reply: Reply): void {
    const { clock, faults } = this.options;
    const { endpoint } = exchange.record;
    const slow = faults.take('slow-history', endpoint)?.int(2_000, 34_000) ?? 0;
    const isLost = faults.take('lost-answer', endpoint) !== undefined;
    const arrival = clock.now() + this.drawLatency() + slow;
    const line = reply.serve ? this.openLine(exchange, arrival) : undefined;
    // Before anything the server writes: what is written at once arrives with the headers.
    clock.arriveAt(arrival, () => {
      if (exchange.isOver) return;
      if (isLost || line?.isOver) exchange.settle(new TypeError('terminated'));
      else this.handOver(exchange, reply);
    });
    if (!line) return;
    reply.serve?.(line);
    if (isLost) line.lose(arrival);
  }

  private handOver(
    exchange: Exchange,
    { status, headers = {}, body = '', onDelivered }: Reply,
  ): void {
    onDelivered?.();
    const { line } = exchange;
    if (line) line.markOpen();
    const content = status === 204 ? null : body;
    exchange.settle(new Response(line ? line.body : content, { status, headers }));
  }

  private openLine(exchange: Exchange, headersAt: number): StreamLine {
    const { clock, record } = this.options;
    const { conversationId } = exchange.record;
    const stream = createStreamRecord(conversationId, clock.now(), headersAt);
    record.streams.push(stream);
    const options: LineOptions = {
      clock,
      record: stream,
      drawLatency: this.drawLatency,
      onDelivered: (frame) => this.server.deliver(frame),
      onClosed: () => {
        this.lines.delete(line);
        exchange.release();
      },
    };
    const line = new StreamLine(options, headersAt);
    exchange.line = line;
    this.lines.add(line);
    return line;
  }
}

/** Without the ticket, which says nothing. */
function describeQuery({ searchParams }: URL): string {
  return ['page', 'limit', 'after', 'before']
    .flatMap((name) => (searchParams.has(name) ? `${name}=${searchParams.get(name)}` : []))
    .join(' ');
}

function describe(answer: Response | Error): string {
  return answer instanceof Error ? answer.name : String(answer.status);
}
