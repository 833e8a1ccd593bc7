import type { NetworkRequest } from '../exchange.ts';
import type { RecordedRequest } from '../record.ts';
import { json, problem } from '../requestFaults.ts';
import type { ServerOptions } from '../shape.ts';
import type { Reply } from '../virtualNetwork.ts';

interface Token {
  readonly page: string;
  readonly expiresAt: number;
  deliveredAt?: number;
  /** Good for nothing, from the beginning. */
  readonly isStale: boolean;
}

/** A token that is good for so long still needs no successor, ms: the margin and a slow network. */
const freshEnough = 35_000;
const lives = [70_000, 180_000, 3_600_000] as const;

/** The app's token route, and what the backend thinks of a token (PROTOCOLS §4.1). Watches how they are asked for. */
export class Tokens {
  private readonly tokens = new Map<string, Token>();
  private readonly options: ServerOptions;
  private readonly life: number;

  constructor(options: ServerOptions) {
    this.options = options;
    this.life = options.random.fork('tokens').pick(lives);
  }

  issue({ headers, isGivenUp }: NetworkRequest): Reply {
    const { clock, faults } = this.options;
    const page = headers.get('x-page') ?? '';
    if (!isGivenUp) this.watch(page);
    const value = `v4.local.${this.tokens.size}`;
    // Never two in a row: that would be a server that says no.
    const wasStale = [...this.tokens.values()].at(-1)?.isStale ?? false;
    const isStale = !wasStale && faults.take('ticket-expired') !== undefined;
    const expiresAt = clock.now() + this.life;
    const token: Token = { page, expiresAt, isStale };
    this.tokens.set(value, token);
    const body = { accessToken: value, expiresAt: new Date(expiresAt).toISOString() };
    return {
      ...json(200, JSON.stringify(body)),
      onDelivered: () => void (token.deliveredAt = clock.now()),
    };
  }

  /** When the bearer of this request expires, or why it opens nothing. */
  check({ headers }: NetworkRequest, onRefused: () => void): number | Reply {
    const { clock, record } = this.options;
    const value = headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const token = this.tokens.get(value);
    // Over on arrival, as after a sleep, it tells nothing of the clocks: the server has to say it.
    const wasGood = token && (token.deliveredAt ?? 0) < token.expiresAt;
    if (wasGood && token.expiresAt <= clock.now()) {
      record.complaints.push({ at: clock.now(), rule: 'stale-token', detail: value });
    }
    if (token && !token.isStale && token.expiresAt > clock.now()) return token.expiresAt;
    return { ...problem(401, 'UNAUTHORIZED'), onDelivered: onRefused };
  }

  /** One refresh at a time, and none while the token at hand is good. */
  private watch(page: string): void {
    const { clock, record } = this.options;
    const complain = (rule: string, detail: string): void =>
      void record.complaints.push({ at: clock.now(), rule, detail });
    const underWay = record.requests.filter(isUnderWay);
    if (underWay.length > 1) complain('two-refreshes', `${underWay.length} at a time`);
    const held = [...this.tokens.values()].findLast(
      (token) => token.page === page && token.deliveredAt !== undefined,
    );
    if (!held || held.isStale || held.expiresAt - clock.now() < freshEnough) return;
    const { deliveredAt = 0 } = held;
    const wasRefused = record.refusals.some(({ at }) => at >= deliveredAt);
    if (!wasRefused) complain('needless-token', `the one of ${deliveredAt} is still good`);
  }
}

function isUnderWay({ endpoint, hasFailed }: RecordedRequest): boolean {
  return endpoint === 'credential' && hasFailed === undefined;
}
