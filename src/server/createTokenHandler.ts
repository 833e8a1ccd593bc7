import { refuse, type Authorize } from './authorize.ts';
import { answerErrors, HandlerError, usePost } from './errorResponse.ts';
import { pickJsonHeaders } from './pickJsonHeaders.ts';
import { asObject, readBody, readJsonBody } from './readBody.ts';
import { relayHeaders } from './relayResponse.ts';
import { createUpstream, type UpstreamOptions } from './upstream.ts';

/** Whom a member token is for, in Expys' words. Taken from the visitor's session, never from the request's body. */
export interface ExpysUser {
  readonly externalUserID: string;
  readonly displayName?: string;
  readonly email?: string;
  readonly tier?: string;
}

export interface TokenHandlerOptions extends UpstreamOptions {
  /** Who is asking, by the session. `undefined` or a throw answers 401. */
  readonly getUser: (request: Request) => ExpysUser | undefined | Promise<ExpysUser | undefined>;
  /** Asked after `getUser`, with `{ externalUserID }`. */
  readonly authorize: Authorize;
}

const maxBodyBytes = 16_384;

/**
 * A fetch-API handler for Expys' member tokens (`POST /v1/auth/exchange`): the browser posts a JSON object,
 * which is not read any further, and gets `{ accessToken, expiresAt }` (ISO time). Never cached. `baseUrl` is
 * `https://api.expys.com`, `apiKey` the organisation's key.
 *
 * What the backend refuses passes through (status, error JSON, `Retry-After`, `X-Request-Id`). Own failures
 * are `{ message, code, statusCode }`: 400, 401, 403, 405, 413, 415, 502 (`redirected`, `network`,
 * `invalid_response`), 504 (`timeout`). Throws at creation when `baseUrl` or `apiKey` cannot work.
 */
export function createTokenHandler(
  options: TokenHandlerOptions,
): (request: Request) => Promise<Response> {
  const upstream = createUpstream(options);
  return (request) =>
    answerErrors(async () => {
      if (request.method !== 'POST') return usePost();
      // A page of another site cannot post JSON without asking first.
      asObject(await readJsonBody(request, maxBodyBytes));
      const user = await identify(options, request);
      const refusal = await refuse(options.authorize, request, {
        externalUserID: user.externalUserID,
      });
      if (refusal) return refusal;
      const headers = pickJsonHeaders(request);
      headers.set('content-type', 'application/json');
      const init = { method: 'POST', headers, body: toBody(user) };
      return upstream.call(request, 'v1/auth/exchange', init, async (response) => {
        const token = await readToken(response);
        // A key quoted back as a token would open everything to everybody.
        if (upstream.mask.text(token.accessToken) !== token.accessToken) throw createUnreadable();
        return Response.json(token, { headers: relayHeaders(response.headers, upstream.mask) });
      });
    });
}

async function identify({ getUser }: TokenHandlerOptions, request: Request): Promise<ExpysUser> {
  const user = await Promise.resolve(request)
    .then(getUser)
    .catch(() => undefined);
  if (typeof user?.externalUserID === 'string' && user.externalUserID !== '') return user;
  throw new HandlerError('unauthorized', 'Sign in first.');
}

/** Field by field: an app may return its whole user record. */
function toBody({ externalUserID, displayName, email, tier }: ExpysUser): string {
  return JSON.stringify({ externalUserID, displayName, email, tier });
}

/** Only the two fields go on to the browser, whatever else the backend sent. */
async function readToken(response: Response): Promise<{ accessToken: string; expiresAt?: string }> {
  const { accessToken, expiresAt } = parse(await readBody(response.body, maxBodyBytes));
  if (typeof accessToken !== 'string' || accessToken === '') throw createUnreadable();
  const time = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN;
  // Written anew: what is not a time may be anything.
  return Number.isNaN(time)
    ? { accessToken }
    : { accessToken, expiresAt: new Date(time).toISOString() };
}

function parse(text = ''): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function createUnreadable(): HandlerError {
  return new HandlerError('invalid_response', 'The backend answered without a token.');
}
