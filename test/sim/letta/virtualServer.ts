import type { RecordedMessage } from '../record.ts';
import { json } from '../requestFaults.ts';
import type { ServerOptions, ShapeServer } from '../shape.ts';
import type { Frame, StreamLine } from '../streamLine.ts';
import type { NetworkRequest } from '../exchange.ts';
import type { Reply, VirtualServer } from '../virtualNetwork.ts';
import { listMessages } from './listMessages.ts';
import { Runs } from './runs.ts';
import { LettaStore, type StoredRow } from './store.ts';

export const conversationIds = ['conv-a', 'default'] as const;
export const agentId = 'agent-1';

const route = /\/v1\/(conversations|runs)\/([^/]+)(?:\/(\w+))?$/;

/** The Letta wire (PROTOCOLS §6), on its own terms: shares nothing with the code under test. */
export class LettaServer implements ShapeServer {
  readonly runs: Runs;
  private readonly options: ServerOptions;
  private readonly store: LettaStore;
  /** Relative to the sort, or to time: what `before` and `after` mean here (PROTOCOLS §6.8). */
  private readonly isHosted: boolean;

  constructor(options: ServerOptions) {
    this.options = options;
    this.store = new LettaStore(options);
    const random = options.random.fork('letta');
    this.isHosted = random.chance(0.3);
    this.runs = new Runs(options, this.store, random.chance(0.8));
  }

  get isQuiet(): boolean {
    return this.store.isQuiet;
  }

  classify(method: string, url: URL): ReturnType<VirtualServer['classify']> {
    const [, kind, id = '', rest] = route.exec(url.pathname) ?? [];
    if (kind === 'runs') {
      return {
        endpoint: 'message',
        conversationId: this.runs.find(id)?.record.conversationId ?? '',
      };
    }
    const endpoint =
      method === 'GET'
        ? 'history'
        : rest === 'stream'
          ? 'stream'
          : rest === 'cancel'
            ? 'cancel'
            : 'send';
    return { endpoint, conversationId: id };
  }

  handle({ method, url, body }: NetworkRequest): Reply {
    const { endpoint, conversationId } = this.classify(method, url);
    if (endpoint === 'message') return this.runs.describe(/[^/]+$/.exec(url.pathname)?.[0] ?? '');
    const asked = body === undefined ? {} : (JSON.parse(body) as Record<string, unknown>);
    const agent = asked['agent_id'] ?? url.searchParams.get('agent_id');
    const isKnown = (conversationIds as readonly string[]).includes(conversationId);
    if (!isKnown || (conversationId === 'default') !== (agent === agentId))
      return json(404, JSON.stringify({ detail: 'Conversation not found.' }));
    if (endpoint === 'send') return this.runs.take(conversationId, asked);
    if (endpoint === 'stream') return this.runs.resume(conversationId, asked);
    if (endpoint === 'cancel') return this.runs.cancel(conversationId);
    return this.list(conversationId, url.searchParams);
  }

  deliver(frame: Frame): void {
    this.runs.noteArrival(frame);
  }

  seed(conversationId: string, count: number): void {
    this.store.seed(conversationId, count);
  }

  /** Somebody writes elsewhere, if the agent is free. */
  create(conversationId: string): RecordedMessage {
    return this.runs.startElsewhere(conversationId);
  }

  /** This history only grows, and its texts stay. */
  edit(): void {}
  remove(): void {}
  redeliver(): boolean {
    return false;
  }

  quieten(): void {
    this.store.isQuiet = true;
  }

  restart(cut: (line: StreamLine) => void): number {
    return this.runs.restart(cut);
  }

  private list(conversationId: string, parameters: URLSearchParams): Reply {
    const { record, clock } = this.options;
    const rows = listMessages(this.store.list(conversationId), parameters, {
      isHosted: this.isHosted,
      isDefault: conversationId === 'default',
    });
    if (!rows) return json(404, JSON.stringify({ detail: 'Message not found.' }));
    const since = record.requests.findLast(({ endpoint }) => endpoint === 'history')?.at ?? 0;
    const isFurther = parameters.has('before') || parameters.has('after');
    const ids = new Set(rows.map(({ id }) => id));
    return {
      ...json(200, `[${rows.map(writeRow).join()}]`),
      onDelivered: () => {
        // A page further back may be asked for in the wrong direction first, and is not taken in then.
        if (!isFurther && !this.runs.wasBusy(conversationId, since))
          record.pages.push({ at: clock.now(), ids });
      },
    };
  }
}

function writeRow(row: StoredRow): string {
  return (row.json ??= row.items.map((item) => JSON.stringify(item)).join());
}
