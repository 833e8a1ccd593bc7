/** How a body ended: the server closed it, the connection broke, or the page left. */
export type BodyEnd = 'closed' | 'broke' | 'left';

/**
 * The same response, its body read through a window: each chunk is told and passed on as it is, none ahead of
 * its reader.
 */
export function watchBody(
  response: Response,
  onText: (text: string) => void,
  onEnd: (end: BodyEnd) => void,
): Response {
  const reader = response.body?.getReader();
  if (!reader) return response;
  const decoder = new TextDecoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            onEnd('closed');
            return controller.close();
          }
          onText(decoder.decode(value, { stream: true }));
          controller.enqueue(value);
        } catch (error) {
          onEnd(isAbort(error) ? 'left' : 'broke');
          controller.error(error);
        }
      },
      cancel(reason) {
        onEnd('left');
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  // A new Response would lose its address and type.
  return Object.defineProperty(response, 'body', { value: body });
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
