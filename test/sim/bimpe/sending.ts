import type { RecordedMessage } from '../record.ts';
import { json, problem } from '../requestFaults.ts';
import type { ServerOptions } from '../shape.ts';
import type { NetworkRequest } from '../exchange.ts';
import type { Reply } from '../virtualNetwork.ts';
import type { BimpeServer } from './virtualServer.ts';
import { toWire } from './wire.ts';

interface Stored {
  readonly body: string;
  readonly reply: Reply;
}

/** Sends: stored once per idempotency key, told of on the feed before, after or without the answer (PROTOCOLS §3.9). */
export class Sending {
  private readonly byKey = new Map<string, Stored>();
  private readonly keyless = new Set<string>();
  private readonly options: ServerOptions;
  private readonly server: BimpeServer;

  constructor(options: ServerOptions, server: BimpeServer) {
    this.options = options;
    this.server = server;
  }

  store(request: NetworkRequest, conversationId: string): Reply {
    const key = request.headers.get('idempotency-key');
    const body = request.body ?? '';
    const stored = key === null ? undefined : this.byKey.get(key);
    if (stored) return stored.body === body ? stored.reply : problem(409, 'conflict');
    const text = readText(body);
    if (text === undefined) return problem(400, 'validation_error');
    if (key === null) this.watchKeyless(body);
    const message = this.server.create(conversationId, { sendText: text });
    this.note(message, conversationId, text);
    this.tell(message);
    this.reply(conversationId);
    const reply: Reply = {
      ...json(201, JSON.stringify({ message: 'Success', data: toWire(message) })),
      onDelivered: () => this.server.markReceived([message.id]),
    };
    if (key !== null) this.byKey.set(key, { body, reply });
    return reply;
  }

  private note(message: RecordedMessage, conversationId: string, text: string): void {
    const { record } = this.options;
    const send = record.sends.find(
      (one) => one.text === text && one.conversationId === conversationId,
    );
    send?.storedIds.push(message.id);
  }

  private watchKeyless(body: string): void {
    const { record, clock } = this.options;
    if (this.keyless.has(body)) {
      record.complaints.push({ at: clock.now(), rule: 'post-repeated', detail: body });
    }
    this.keyless.add(body);
  }

  private tell(message: RecordedMessage): void {
    const { habits, random, clock } = this.options;
    const echo =
      habits.echo === 'mixed' ? random.pick(['before', 'after', 'never', 'twice']) : habits.echo;
    if (echo === 'never') return;
    if (echo !== 'after') this.server.publish(message);
    if (echo === 'before') return;
    clock.after(random.int(300, 2_500), () => this.server.publish(message));
  }

  /** The scripted assistant: one to three messages, some of them at once. */
  private reply(conversationId: string): void {
    const { habits, random, clock } = this.options;
    if (!random.chance(habits.replyChance)) return;
    let delay = random.int(200, 5_000);
    for (let left = random.int(1, 3); left > 0; left -= 1) {
      const isTie = random.chance(0.3);
      clock.after(delay, () => void this.server.create(conversationId, { isTie }));
      delay += isTie ? 0 : random.int(0, 1_500);
    }
  }
}

function readText(body: string): string | undefined {
  const parsed: unknown = JSON.parse(body);
  const isObject = typeof parsed === 'object' && parsed !== null && 'message' in parsed;
  return isObject && typeof parsed.message === 'string' ? parsed.message : undefined;
}
