import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LineCost } from './lineReader.ts';

const mebi = 1_024 * 1_024;
const gibi = 1_024 * mebi;
const chunk = Buffer.alloc(64 * 1_024, 'x');

let server: Server;
let reader: ChildProcess;
/** Bytes handed to the socket. */
let sent = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (request.url === '/usual') response.end(`data: ${'hello '.repeat(150)}\n\n`.repeat(16_000));
    else void sendLine(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const script = fileURLToPath(new URL('lineReader.ts', import.meta.url));
  reader = fork(script, { execArgv: ['--import', 'tsx'] });
});
afterAll(() => {
  reader.kill();
  server.close();
});

/** One line of a gibibyte, as fast as it is taken. */
async function sendLine(response: ServerResponse): Promise<void> {
  response.write('data:');
  for (sent = 0; sent < gibi && !response.destroyed; sent += chunk.length) {
    if (!response.write(chunk))
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}

async function measure(path: string): Promise<LineCost> {
  const { port } = server.address() as AddressInfo;
  reader.send(`http://127.0.0.1:${port}${path}`);
  const [cost] = (await once(reader, 'message')) as [LineCost];
  return cost;
}

/* In a process of its own: what other tests left to collect is not what is measured (DESIGN G13). */
it('a line of 1 GiB, by a socket: event_too_large within a second, and no more than 32 MiB', async () => {
  // Ordinary events first: what reading needs at all, the process has.
  expect(await measure('/usual')).not.toHaveProperty('code');
  const { code, ms, growth } = await measure('/line');
  console.log(`${ms.toFixed(0)} ms, ${(growth / mebi).toFixed(1)} MiB, ${sent / mebi} MiB sent`);
  expect(code).toBe('event_too_large');
  expect(ms).toBeLessThanOrEqual(1_000);
  expect(growth).toBeLessThanOrEqual(32 * mebi);
  // The rest was never asked for.
  expect(sent).toBeLessThan(64 * mebi);
});
