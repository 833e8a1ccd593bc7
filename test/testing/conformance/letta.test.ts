import { randomUUID } from 'node:crypto';
import { createTransportChecks } from 'react-conversation-stream/testing';
import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';

let server: LettaServer;
beforeAll(async () => {
  server = await startLetta();
});
afterAll(() => server.close());

describe('Letta', () => {
  const checks = createTransportChecks({
    createTransport: ({ fetch }) =>
      createLettaTransport({ baseUrl: server.origin, apiKey: server.apiKey, fetch }),
    backend: {
      create(texts) {
        const id = `conv-${randomUUID()}`;
        const start = Date.now() - 3_600_000;
        const rows = texts.map((content, index) => ({
          kind: 'assistant' as const,
          content,
          at: start + index * 1_000,
        }));
        server.seed({ conversations: [{ id, rows }] });
        return id;
      },
      answer: (conversationId, text) =>
        server.script({ conversationId, replies: [{ steps: [{ text }] }] }),
    },
  });
  it.each(checks)('$name', ({ run }) => run());
});
