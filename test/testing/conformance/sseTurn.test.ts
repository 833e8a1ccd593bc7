import { createTransportChecks } from 'react-conversation-stream/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startTurnServer, type TurnServer } from '../../transports/sse/turnServer.ts';

let server: TurnServer;
beforeAll(async () => {
  server = await startTurnServer();
});
afterAll(() => server.close());

describe('createSseTransport with turns', () => {
  const checks = createTransportChecks({
    createTransport: (given) => server.createTransport(given),
    backend: {
      create: (texts) => server.backend.create(texts),
      answer: (id, text) => server.backend.answer!(id, text),
    },
  });
  it.each(checks)('$name', ({ run }) => run());
});
