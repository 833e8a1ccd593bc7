import { createTransportChecks } from 'react-conversation-stream/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createByoTransport } from '../../../playground/examples/byoTransport.ts';
import { startByoBackend, type ByoBackend } from './byoBackend.ts';

/* The worked example, as its author would check it (stories/docs/ConformanceKit.mdx). */
let byo: ByoBackend;
beforeAll(async () => {
  byo = await startByoBackend();
});
afterAll(() => byo.close());

describe('a transport of one’s own', () => {
  const checks = createTransportChecks({
    createTransport: ({ fetch }) =>
      createByoTransport(byo.origin, {
        fetch,
        headers: { authorization: 'Bearer canary-4f9c2b7a61' },
      }),
    backend: {
      create: (texts) => byo.backend.create(texts),
      emit: (room, text) => byo.backend.emit!(room, text),
    },
  });
  it.each(checks)('$name', ({ run }) => run());
});
