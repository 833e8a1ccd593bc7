import type { HttpRequest } from '../../core/index.ts';
import { createHeaders } from '../request/createHeaders.ts';
import { fillUrl } from './fillUrl.ts';
import { getSecrets } from './getSecrets.ts';
import type { SseTransportOptions, SseUrl } from './sseOptions.ts';

interface Extra extends Pick<HttpRequest, 'method' | 'body'> {
  readonly header?: readonly [name: string, value: string] | undefined;
}

/** Makes the request of one attempt, with fresh headers and their values masked. */
export type Prepare = <TRequest extends { readonly signal: AbortSignal }>(
  url: SseUrl<TRequest>,
  request: TRequest,
  extra?: Extra,
) => Promise<HttpRequest>;

export function createPrepare({
  baseUrl,
  headers: source,
  fetch,
  requestInit,
}: Pick<SseTransportOptions, 'baseUrl' | 'headers' | 'fetch' | 'requestInit'>): Prepare {
  return async (url, request, { header, ...extra } = {}) => {
    const address = await fillUrl(baseUrl.replace(/\/+$/, ''), url, request);
    const headers = await createHeaders(source);
    const secrets = getSecrets(headers);
    if (header) headers.set(header[0], toHeaderValue(header[1]));
    return { ...extra, url: address, headers, secrets, signal: request.signal, fetch, requestInit };
  };
}

/** Headers hold bytes; an id travels as its UTF-8 (HTML §9.2.3). */
function toHeaderValue(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
