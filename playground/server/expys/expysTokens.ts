import { maskSecret } from '../requestLog.ts';
import type { SeededRandom } from '../seededRandom.ts';
import type { VirtualClock } from '../virtualClock.ts';
import type { ExpysToken, TokenRecord } from './expysTypes.ts';

/** Member tokens: opaque to the client, each for one user and a while (PROTOCOLS §4.1). */
export interface ExpysTokens {
  /** `ttl` in ms. */
  mint(externalUserID: string, ttl: number): ExpysToken;
  /** The record of a token that is good now. */
  check(token: string): TokenRecord | undefined;
  /** Every token so far is bad from now on. */
  revoke(): void;
  all(): readonly TokenRecord[];
  clear(): void;
}

export function createExpysTokens(clock: VirtualClock, random: SeededRandom): ExpysTokens {
  const good = new Map<string, TokenRecord>();
  let records: TokenRecord[] = [];
  return {
    mint(externalUserID, ttl) {
      const accessToken = `v4.local.${random.secret(43)}`;
      const issuedAt = clock.now();
      const expiresAt = issuedAt + ttl;
      const record = { token: maskSecret(accessToken), externalUserID, issuedAt, expiresAt };
      good.set(accessToken, record);
      records.push(record);
      return { accessToken, expiresAt: new Date(expiresAt).toISOString() };
    },
    check(token) {
      const record = good.get(token);
      return record && clock.now() < record.expiresAt ? record : undefined;
    },
    revoke: () => good.clear(),
    all: () => [...records],
    clear() {
      good.clear();
      records = [];
    },
  };
}
