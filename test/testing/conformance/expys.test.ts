import { createTransportChecks } from 'react-conversation-stream/testing';
import { createExpysTransport } from 'react-conversation-stream/transports/expys';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startExpys, type ExpysServer } from '../../transports/expys/startExpys.ts';

let server: ExpysServer;
beforeAll(async () => {
  server = await startExpys();
});
afterAll(() => server.close());

describe('Expys', () => {
  let conversations = 0;
  const checks = createTransportChecks({
    createTransport: ({ fetch }) =>
      createExpysTransport({
        baseUrl: server.origin,
        fetch,
        getToken: async () => server.mintToken({ externalUserID: server.user }),
      }),
    backend: {
      create(texts) {
        conversations += 1;
        const id = `cnv_conformance_${conversations}`;
        const start = Date.now() - 3_600_000;
        const messages = texts.map((body, index) => ({
          body,
          createdAt: new Date(start + index).toISOString(),
        }));
        server.seed({ conversations: [{ id, messages }] });
        return id;
      },
      emit: (conversationId, body) => server.emit({ conversationId, body }),
    },
  });
  it.each(checks)('$name', ({ run }) => run());
});
