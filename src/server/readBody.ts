import { HandlerError } from './errorResponse.ts';

/**
 * A body as text, at most `maxBytes` of it. `undefined` when it is longer: the rest is not read.
 * Rejects when the body breaks.
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<string | undefined> {
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * The JSON body of a browser's request. The content type must say so: a form of a foreign page cannot send
 * it without asking first (CORS preflight), which is what keeps a cookie from being used behind its owner's back.
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  checkJsonType(request);
  const text = await readBody(request.body, maxBytes).catch(() => '');
  if (text === undefined) {
    throw new HandlerError('payload_too_large', `The body is larger than ${maxBytes} bytes.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new HandlerError('bad_request', 'The body is not JSON.');
  }
}

/** Throws 415 unless the request says that it is JSON. */
export function checkJsonType(request: Request): void {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new HandlerError('unsupported_media_type', 'Send JSON as application/json.');
}

/** `value` when it is a JSON object, else 400. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new HandlerError('bad_request', 'The body is not a JSON object.');
}
