import { createByoServer, type ByoServer } from '../../../playground/examples/byoServer.ts';
import { createByoTransport } from '../../../playground/examples/byoTransport.ts';
import { createListener } from '../../../playground/server/listener.ts';
import type { ConversationTransport } from 'react-conversation-stream/core';

export interface RunningByo extends ByoServer {
  readonly origin: string;
  /** The example's transport, with waits short enough for a test in real time. */
  readonly transport: ConversationTransport;
  close(): Promise<void>;
}

/** The example server of one's own, on a free port. */
export async function startByo(answer?: (text: string) => string | undefined): Promise<RunningByo> {
  const byo = createByoServer({ heartbeat: 20, ...(answer && { answer }) });
  const listener = await createListener(0, byo.handle);
  const origin = `http://127.0.0.1:${listener.port}`;
  const transport = createByoTransport(origin);
  return {
    ...byo,
    origin,
    transport: { ...transport, policy: { ...transport.policy, backoff: () => 5 } },
    close: () => listener.close(),
  };
}
