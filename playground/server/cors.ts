/** Who may read answers in a browser: any origin, or those listed. Streams are open to all (PROTOCOLS §3.10.6). */
export type CorsOrigins = '*' | readonly string[];

const exposed = [
  'X-Request-Id',
  'Retry-After',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
].join(', ');

const allowed = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'Last-Event-ID',
  'X-Api-Key',
  'X-Request-Id',
].join(', ');

/** Headers for the answer to a request from `origin`; none when it is not a browser's or not allowed. */
export function corsHeaders(
  origin: string | undefined,
  origins: CorsOrigins,
): Readonly<Record<string, string>> {
  if (origin === undefined) return {};
  if (origins !== '*' && !origins.includes(origin)) return {};
  return {
    'access-control-allow-origin': origins === '*' ? '*' : origin,
    'access-control-expose-headers': exposed,
    ...(origins === '*' ? {} : { vary: 'Origin' }),
  };
}

/** What a preflight is told on top. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST, PATCH, OPTIONS',
  'access-control-allow-headers': allowed,
  'access-control-max-age': '600',
};
