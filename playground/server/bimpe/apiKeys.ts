import type { IncomingHttpHeaders } from 'node:http';
import { BimpeError } from './bimpeError.ts';
import type { BimpeApiKey, BimpeScope } from './bimpeTypes.ts';

/** Checks `Authorization: Bearer …` or `X-Api-Key` and the scope a route needs. Returns the key. */
export function authenticate(
  headers: IncomingHttpHeaders,
  keys: Readonly<Record<string, BimpeApiKey>>,
  scope: BimpeScope,
): string {
  const value = readKey(headers);
  if (value === undefined) throw new BimpeError(401, 'api_key_missing', 'API key is missing');
  const key = Object.hasOwn(keys, value) ? keys[value] : undefined;
  if (!key) throw new BimpeError(401, 'api_key_invalid', 'API key is invalid');
  if (key.isExpired) throw new BimpeError(401, 'api_key_expired', 'API key has expired');
  if (!key.scopes.includes(scope)) {
    throw new BimpeError(403, 'insufficient_scope', `API key lacks the scope ${scope}`);
  }
  return value;
}

function readKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const own = headers['x-api-key'];
  return bearer ?? (typeof own === 'string' && own !== '' ? own : undefined);
}
