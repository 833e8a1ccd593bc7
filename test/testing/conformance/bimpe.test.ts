import { createTransportChecks } from 'react-conversation-stream/testing';
import { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startBimpe, type BimpeServer } from '../../helpers/startBimpe.ts';

let server: BimpeServer;
beforeAll(async () => {
  server = await startBimpe({ heartbeatInterval: 20 });
});
afterAll(() => server.close());

describe('BimpeAI', () => {
  let conversations = 0;
  const checks = createTransportChecks({
    createTransport: ({ fetch }) =>
      createBimpeTransport({
        agentId: server.agentId,
        baseUrl: server.baseUrl,
        apiKey: server.apiKey,
        fetch,
      }),
    backend: {
      create(texts) {
        conversations += 1;
        const id = `cv_conformance_${conversations}`;
        const messages = texts.map((message, index) => ({
          message,
          role: 'assistant',
          created_at: new Date(Date.now() - 3_600_000 + index).toISOString(),
        }));
        server.seed({ conversations: [{ id, messages }] });
        return id;
      },
      emit: (conversationId, message) => server.emit({ conversationId, message }),
    },
  });
  for (const { name, run } of checks) it(name, run);
});
