import type { NetworkRequest } from '../exchange.ts';
import type { RecordedMessage } from '../record.ts';
import { json, problem } from '../requestFaults.ts';
import type { ServerOptions } from '../shape.ts';
import type { Reply } from '../virtualNetwork.ts';
import type { ExpysServer } from './virtualServer.ts';

/** Sends: stored once per idempotency key, answered with `ok` and no id; the feed may tell the rest (PROTOCOLS §4.5). */
export class Sending {
  private readonly byKey = new Map<string, string>();
  private readonly options: ServerOptions;
  private readonly server: ExpysServer;

  constructor(options: ServerOptions, server: ExpysServer) {
    this.options = options;
    this.server = server;
  }

  store(request: NetworkRequest, conversationId: string): Reply {
    const { record, clock } = this.options;
    const ok = json(200, '{"ok":true}');
    const key = request.headers.get('idempotency-key');
    const body = request.body ?? '';
    const text = (JSON.parse(body) as { message?: unknown }).message;
    if (key === null || !/^[\da-f-]{36}$/.test(key)) {
      record.complaints.push({ at: clock.now(), rule: 'no-key', detail: body });
      return problem(400, 'BAD_REQUEST');
    }
    const stored = this.byKey.get(key);
    if (stored !== undefined) return stored === body ? ok : problem(409, 'IDEMPOTENCY_KEY_REUSED');
    if (typeof text !== 'string') return problem(422, 'VALIDATION');
    this.byKey.set(key, body);
    const message = this.server.create(conversationId, { sendText: text });
    const send = record.sends.find(
      (one) => one.text === text && one.conversationId === conversationId,
    );
    send?.storedIds.push(message.id);
    this.echo(message);
    this.reply(conversationId);
    return ok;
  }

  private echo(message: RecordedMessage): void {
    const { habits, random, clock } = this.options;
    const echo =
      habits.echo === 'mixed' ? random.pick(['before', 'after', 'never', 'twice']) : habits.echo;
    if (echo === 'never') return;
    if (echo !== 'after') this.server.publish(message);
    if (echo === 'before') return;
    clock.after(random.int(300, 2_500), () => this.server.publish(message));
  }

  /** The concierge: one to three messages, some of them at once. */
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
