import type { RecordedRequest } from './record.ts';
import type { StreamLine } from './streamLine.ts';

export interface NetworkRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | undefined;
  /** The caller waits no more: it may have asked again, and been answered, since. */
  readonly isGivenUp?: boolean;
}

export interface ExchangeOptions {
  readonly request: NetworkRequest;
  readonly record: RecordedRequest;
  readonly answer: (answer: Response | Error) => void;
  /** The socket is free. */
  readonly onReleased: () => void;
}

/** One request on its way: answered once, its socket freed once. */
export class Exchange {
  readonly request: NetworkRequest;
  readonly record: RecordedRequest;
  /** The stream that answers it; it holds the socket until it is over. */
  line: StreamLine | undefined;
  isOver = false;
  private isReleased = false;
  private readonly options: ExchangeOptions;

  constructor(options: ExchangeOptions) {
    this.options = options;
    this.request = options.request;
    this.record = options.record;
  }

  settle(result: Response | Error): void {
    if (this.isOver) return;
    this.isOver = true;
    this.record.hasFailed = result instanceof Error || !result.ok;
    if (!(result instanceof Error)) this.record.status = result.status;
    if (result instanceof Error || !this.line) this.release();
    this.options.answer(result);
  }

  /** The caller gave up, before or after the headers. */
  abort(reason: unknown): void {
    this.line?.hangUp(reason);
    this.settle(toError(reason));
  }

  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.options.onReleased();
  }
}

export function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException('Aborted', 'AbortError');
}
