import { withBody } from './createWire.ts';

/** How a stream ends too early: `end` is a clean close, `break` a lost connection. */
export interface Cut {
  readonly after: number;
  readonly how: 'end' | 'break';
}

/** The answer, up to the byte where its connection is cut. */
export function cutBody(response: Response, { after, how }: Cut): Response {
  if (!response.body) return response;
  const reader = response.body.getReader();
  let left = after;
  const cut = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    void reader.cancel().catch(() => {});
    if (how === 'end') controller.close();
    else controller.error(new TypeError('The connection was cut.'));
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (left <= 0) return cut(controller);
        const { done, value } = await reader.read();
        if (done) return controller.close();
        controller.enqueue(value.subarray(0, left));
        left -= value.length;
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return withBody(response, body);
}
