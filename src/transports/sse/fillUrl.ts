import { encodeId, encodeText } from '../request/encodeId.ts';
import type { SseUrl } from './sseOptions.ts';

/** The address of one request, joined to `baseUrl` unless it is absolute. */
export async function fillUrl<TRequest extends object>(
  baseUrl: string,
  url: SseUrl<TRequest>,
  request: TRequest,
): Promise<string> {
  const filled = typeof url === 'string' ? fillTemplate(url, request) : await url(request);
  return /^([a-z][a-z\d+.-]*:)?\/\//i.test(filled) ? filled : baseUrl + filled;
}

function fillTemplate(template: string, request: object): string {
  const values = new Map(
    Object.entries(request).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
  const fill = (text: string, encode: (value: string) => string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => encode(values.get(name) ?? ''));
  const [path = '', query] = template.split(/\?(.*)/s);
  const pairs = query
    ?.split('&')
    .filter((pair) => [...pair.matchAll(/\{(\w+)\}/g)].every(([, name]) => values.has(name!)))
    .map((pair) => fill(pair, encodeText));
  return fill(path, encodeId) + (pairs?.length ? `?${pairs.join('&')}` : '');
}
