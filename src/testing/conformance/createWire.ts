/** A request a transport made, as the wire saw it. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  /** Answered to the end, given up, or failed: nothing is left open. */
  readonly isOver: boolean;
  /** As the transport passed it to fetch. */
  readonly signal: AbortSignal | undefined;
}

/** Decides what becomes of a request; `send` passes it on to the real server. */
export type Respond = (request: WireRequest, send: () => Promise<Response>) => Promise<Response>;

/** A `fetch` that sees everything, and may change it. */
export interface Wire {
  readonly fetch: typeof fetch;
  readonly requests: readonly WireRequest[];
}

/** Relative addresses are taken for those of this origin. */
const nowhere = 'http://conformance.invalid';

export function createWire(respond: Respond = (_, send) => send()): Wire {
  const requests: WireRequest[] = [];
  return {
    requests,
    fetch: async (input, init = {}) => {
      const { signal } = init;
      const request = {
        method: init.method ?? 'GET',
        url: new URL(input instanceof Request ? input.url : input, nowhere),
        headers: new Headers(init.headers),
        body: typeof init.body === 'string' ? init.body : '',
        isOver: false,
        signal: signal ?? undefined,
      };
      const end = (): void => void (request.isOver = true);
      requests.push(request);
      signal?.addEventListener('abort', end, { once: true });
      try {
        const response = await respond(request, () => fetch(input, init));
        return follow(response, end);
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}

/** The response, with its end noticed. */
function follow(response: Response, onEnd: () => void): Response {
  if (!response.body || response.status < 200) {
    onEnd();
    return response;
  }
  return withBody(response, watchBody(response.body, onEnd));
}

function watchBody(
  body: ReadableStream<Uint8Array>,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          onEnd();
          controller.close();
        } catch (error) {
          onEnd();
          controller.error(error);
        }
      },
      cancel(reason) {
        onEnd();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** The same answer with another body. */
export function withBody(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  body: BodyInit | null,
): Response {
  return new Response(body, { status, headers });
}

export function isEventStream(response: Response): boolean {
  return (
    response.ok && (response.headers.get('content-type') ?? '').startsWith('text/event-stream')
  );
}
