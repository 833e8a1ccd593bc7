import { createByoServer } from '../../../playground/examples/byoServer.ts';
import { createListener } from '../../../playground/server/listener.ts';
import type { ConformanceBackend } from 'react-conversation-stream/testing';

export interface ByoBackend {
  readonly origin: string;
  /** All the kit needs to know of the example server. */
  readonly backend: ConformanceBackend;
  close(): Promise<void>;
}

export async function startByoBackend(): Promise<ByoBackend> {
  const byo = createByoServer({ heartbeat: 20 });
  const listener = await createListener(0, byo.handle);
  let rooms = 0;
  return {
    origin: `http://127.0.0.1:${listener.port}`,
    backend: {
      create(texts) {
        rooms += 1;
        const room = `room-${rooms}`;
        for (const text of texts) byo.say(room, 'bot', text);
        return room;
      },
      emit: (room, text) => byo.say(room, 'bot', text),
    },
    close: () => listener.close(),
  };
}
