import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFeedChunks } from './feedEvents.ts';
import { openBenchPages } from './openBenchPages.ts';
import { check, checkLoosely, note, printRow, printTitle } from './report.ts';

/** So many that the wait for a frame weighs little. */
const events = 50_000;
const rounds = 5;

/** DESIGN §10, "Bytes to committed message in Chromium": over a real socket, each reader alone. */
export async function benchBrowserBytes(): Promise<void> {
  printTitle('Bytes to committed message in Chromium, per event (50,000 events over a socket)');
  const server = await serveFeed(Buffer.concat(createFeedChunks(events)));
  const pages = await openBenchPages('bytesPage.ts');
  const times = new Map<string, number>();
  try {
    const { port } = server.address() as AddressInfo;
    const page = await pages.open(`http://127.0.0.1:${port}/`);
    const names = await page.evaluate(() => window.feedReaders);
    for (let round = 0; round < rounds; round += 1)
      for (const name of names) {
        const time = await page.evaluate(([name, events]) => window.timeFeed(name, events), [
          name,
          events,
        ] as const);
        times.set(name, Math.min(time, times.get(name) ?? time));
      }
  } finally {
    await pages.close();
    server.closeAllConnections();
    server.close();
  }
  const control = times.get('control: parser and JSON.parse')!;
  printRow('', 'µs', 'of control');
  for (const [name, time] of times) printRow(name, time, time / control);
  const committed = times.get('conversation: rows in the store')!;
  checkLoosely('conversation, of control', committed / control, 1.6, 4);
  const peer = times.get('fetch-event-source')!;
  checkLoosely('conversation, of fetch-event-source', committed / peer, 1, 1.5);
  const native = times.get('native EventSource')!;
  check('native EventSource must be slower: ours / its time', committed / native, 1);
  note('bytes to committed message', committed, 1.2, 'µs');
}

/** A page without anything, an empty history, and the feed. */
async function serveFeed(feed: Uint8Array): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    if (/\/stream(\?|$)/.test(url)) {
      // As servers of endless streams do: Chromium would keep the connection of a reader that left.
      const headers = { 'content-type': 'text/event-stream', connection: 'close' };
      response.writeHead(200, headers).end(feed);
    } else if (url.includes('/messages')) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data: [], meta: { has_next_page: false } }));
    } else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}
