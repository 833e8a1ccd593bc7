import { createTransportChecks } from 'react-conversation-stream/testing';
import { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { startLexey, type LexeyServer } from '../../helpers/startLexey.ts';

let server: LexeyServer;
beforeAll(async () => {
  server = await startLexey({ messageLimit: 1_000 });
});
afterAll(() => server.close());

describe('Lexey', () => {
  let conversations = 0;
  const checks = createTransportChecks({
    createTransport: ({ fetch }) =>
      createLexeyTransport({ baseUrl: server.baseUrl, apiKey: server.apiKey, fetch }),
    backend: {
      create(texts) {
        conversations += 1;
        const id = `cv_conformance_${conversations}`;
        const start = Date.now() - 3_600_000;
        const messages = texts.map((content, index) => ({
          role: 'assistant' as const,
          content,
          createdAt: new Date(start + index).toISOString(),
        }));
        server.seed({ conversations: [{ id, messages }] });
        return id;
      },
      answer(conversationId, text) {
        const steps = text.split(/(?<=\s)/).map((word) => ({ text: word }));
        server.script({ conversationId, replies: [steps] });
      },
    },
  });
  it.each(checks)('$name', ({ run }) => run());
});
