import type { BodyReply } from './referenceBackend.ts';

/** Remembers the answers to requests that carried an idempotency key. */
export interface IdempotencyStore {
  /**
   * The first request with `key` is performed; its repetitions get the same answer, also while the first is
   * still running. `undefined`: the key was used with another `fingerprint`. A rejection is forgotten.
   */
  answer(
    key: string,
    fingerprint: string,
    perform: () => BodyReply | Promise<BodyReply>,
  ): Promise<BodyReply | undefined>;
  clear(): void;
}

export function createIdempotencyStore(): IdempotencyStore {
  const held = new Map<string, { fingerprint: string; reply: Promise<BodyReply> }>();
  return {
    async answer(key, fingerprint, perform) {
      const known = held.get(key);
      if (known)
        return known.fingerprint === fingerprint ? withoutEffect(await known.reply) : undefined;
      const reply = (async () => perform())();
      held.set(key, { fingerprint, reply });
      reply.catch(() => held.delete(key));
      return reply;
    },
    clear: () => held.clear(),
  };
}

/** A repeated answer must not do again what the first one did when it was out. */
function withoutEffect({ afterSent: _done, ...reply }: BodyReply): BodyReply {
  return reply;
}
