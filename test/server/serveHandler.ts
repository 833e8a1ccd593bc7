import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveFetchHandler, type FetchHandler } from '../../playground/server/fetchHandler.ts';

export interface RunningServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** A plain server on a free port: a hostile backend, or anything else a test makes up. */
export async function startServer(onRequest: RequestListener): Promise<RunningServer> {
  const server = createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Serves a fetch-API handler the way an app on Node would. */
export function serveHandler(handler: FetchHandler): Promise<RunningServer> {
  return startServer((incoming, outgoing) => void serveFetchHandler(handler, incoming, outgoing));
}

/** A request whose path goes out exactly as written, which `fetch` would not do. */
export function requestRaw(
  origin: string,
  method: string,
  path: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(origin, { method, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.once('error', reject);
    request.end();
  });
}

/** Everything a client can see of a response, for leak checks. */
export async function readWhole(response: Response): Promise<string> {
  const headers = JSON.stringify([...response.headers]);
  return `${response.status} ${response.statusText} ${headers} ${await response.text()}`;
}
