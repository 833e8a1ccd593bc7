import { ConversationError } from '../../core/index.ts';
import { toCallbackError } from '../request/toCallbackError.ts';

/** What opens Expys to one member, for a while. */
export interface ExpysToken {
  readonly accessToken: string;
  /** ISO time, epoch ms or a Date. Without it the token is renewed only when the server refuses it. */
  readonly expiresAt?: string | number | Date;
}

/**
 * Gets a member token from your backend (`createTokenHandler` of `/server`). A throw is a failed, retryable
 * attempt unless what is thrown has `status` 401, 403 or 404; `retryAfter` (seconds) on it is a lower bound.
 */
export type GetExpysToken = (request: {
  /** `expiring`: the one held is good for less than 30 s; `unauthorized`: the server refused it. */
  readonly reason: 'initial' | 'expiring' | 'unauthorized';
  readonly signal: AbortSignal;
}) => Promise<ExpysToken>;

export interface TokenSource {
  /** Tokens of late, to be masked wherever they are quoted. */
  readonly secrets: readonly string[];
  /** One that is good now: the one held, or a new one. */
  get(signal: AbortSignal): Promise<string>;
  /** The server does not take it: the next `get` brings another one, where there is one to get. */
  refuse(token: string): void;
}

export interface TokenSourceOptions {
  readonly token?: string | undefined;
  readonly getToken?: GetExpysToken | undefined;
  readonly now: () => number;
}

interface HeldToken {
  readonly value: string;
  /** Epoch ms from which on it is worth a new one. */
  readonly renewAt: number;
}

interface Refresh {
  readonly result: Promise<HeldToken>;
  readonly controller: AbortController;
  readonly startedAt: number;
  callers: number;
}

/** PROTOCOLS §4.1. */
const margin = 30_000;
/** Each caller gives up after this long at the latest; together they could keep a dead refresh for ever. */
const timeout = 30_000;
const maxSecrets = 10;

/** Holds the member token. However many ask at a time, one refresh serves them all; it ends when all have left. */
export function createTokenSource({ token, getToken, now }: TokenSourceOptions): TokenSource {
  let held: HeldToken | undefined = token ? { value: token, renewAt: Infinity } : undefined;
  let isRefused = false;
  let secrets: readonly string[] = token ? [token] : [];
  let refresh: Refresh | undefined;

  const start = (reason: Parameters<GetExpysToken>[0]['reason']): Refresh => {
    const controller = new AbortController();
    const { signal } = controller;
    const result = (async () => readToken(await getToken!({ reason, signal }), now()))();
    const own: Refresh = { controller, result, startedAt: now(), callers: 0 };
    void keep(own);
    return own;
  };
  const keep = async (own: Refresh): Promise<void> => {
    try {
      const next = await own.result;
      secrets = [...secrets, next.value].slice(-maxSecrets);
      // Given up by everybody, it may be older than what is held by now.
      if (refresh !== own) return;
      held = next;
      isRefused = false;
    } catch {
      // Told to those who wait for it.
    } finally {
      if (refresh === own) refresh = undefined;
    }
  };
  const abandon = (own: Refresh): void => {
    if (refresh === own) refresh = undefined;
    own.controller.abort();
  };
  const renew = async (
    reason: Parameters<GetExpysToken>[0]['reason'],
    signal: AbortSignal,
  ): Promise<string> => {
    signal.throwIfAborted();
    if (refresh && now() - refresh.startedAt >= timeout) abandon(refresh);
    const own = (refresh ??= start(reason));
    own.callers += 1;
    const leave = (): void => {
      own.callers -= 1;
      if (own.callers === 0) abandon(own);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return (await own.result).value;
    } catch (error) {
      throw toCallbackError(error, secrets);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  };
  return {
    get secrets() {
      return secrets;
    },
    async get(signal) {
      if (!held) return renew('initial', signal);
      if (!getToken) return held.value;
      if (isRefused) return renew('unauthorized', signal);
      return now() >= held.renewAt ? renew('expiring', signal) : held.value;
    },
    refuse(token) {
      // Somebody else was refused, too, and has got another one meanwhile.
      if (held?.value === token) isRefused = true;
    },
  };
}

function readToken(value: unknown, now: number): HeldToken {
  const { accessToken, expiresAt } = (value ?? {}) as Record<string, unknown>;
  if (typeof accessToken !== 'string' || !/^[\x21-\x7e]+$/.test(accessToken)) {
    throw new ConversationError(
      'invalid_response',
      'No token: expected { accessToken: string, expiresAt?: ISO time or epoch ms }.',
      { retryable: true },
    );
  }
  const life = Number(new Date(expiresAt as string | number)) - now;
  // Over on arrival: the clocks differ, and the server will tell when it really is. A short life gets a
  // short margin, or every request would bring a new token.
  const renewAt = life > 0 ? now + life - Math.min(margin, life / 2) : Infinity;
  return { value: accessToken, renewAt };
}
