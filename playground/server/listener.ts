import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** A listening socket that can go away and come back on the same port. Loopback only. */
export interface Listener {
  readonly port: number;
  /** TCP connections open now, idle ones included. */
  countSockets(): number;
  /** Destroys every connection, refuses new ones for `downtime` ms, then listens again. */
  restart(downtime: number): Promise<void>;
  close(): Promise<void>;
}

/** Listens on `port`, or on a free one when it is 0. */
export async function createListener(port: number, onRequest: RequestListener): Promise<Listener> {
  const server = createServer({ keepAliveTimeout: 5_000 }, onRequest);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = (wanted: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  await listen(port);
  const bound = (server.address() as AddressInfo).port;
  let isClosed = false;
  return {
    port: bound,
    countSockets: () => sockets.size,
    async restart(downtime) {
      await stop();
      await setTimeout(downtime);
      if (!isClosed) await listen(bound);
    },
    async close() {
      isClosed = true;
      await stop();
    },
  };
}
