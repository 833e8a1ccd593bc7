/** What a handler that asks for JSON sends on. Never cookies: they are for the app alone. */
export function pickJsonHeaders(request: Request): Headers {
  const headers = new Headers({ accept: 'application/json' });
  const requestId = request.headers.get('x-request-id');
  if (requestId !== null) headers.set('x-request-id', requestId);
  return headers;
}
