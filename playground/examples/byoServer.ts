// A small chat server of one's own: Node, no framework, in memory. Three routes:
//   GET  /rooms/:room/notes?limit=20&before=<id>   history, oldest first
//   GET  /rooms/:room/feed                         Server-Sent Events, replayed after Last-Event-ID
//   POST /rooms/:room/notes  { text }              stored once per Idempotency-Key
// Run it with `npx tsx playground/examples/byoServer.ts` (PORT, default 8080).
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

export interface Note {
  readonly id: number;
  readonly from: 'guest' | 'bot' | 'host';
  readonly text: string;
  readonly at: string;
  /** The guest's idempotency key, so that a page recognises its own note. */
  readonly key?: string;
}

interface LogEntry {
  readonly event: 'message' | 'removed';
  readonly note: Note;
}

interface Room {
  readonly notes: Note[];
  /** What happened, in order: an event's id tells its place in here, and which life of the server it is of. */
  readonly log: LogEntry[];
  readonly feeds: Map<ServerResponse, OpenFeed>;
}

export interface OpenFeed {
  /** Counts every feed there was. */
  readonly number: number;
  readonly after: string | undefined;
}

/** The server's state with its request handler; the functions are what the rest of an app would call. */
export interface ByoServer {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  say(room: string, from: Note['from'], text: string, key?: string): Note;
  edit(room: string, id: number, text: string): Note | undefined;
  remove(room: string, id: number): void;
  notes(room: string): readonly Note[];
  /** Feeds that are open now. */
  feeds(room: string): readonly OpenFeed[];
  /** Breaks every open feed, as a network would. */
  drop(room: string): void;
}

/** `heartbeat` is the pause between keep-alive comments, ms. `answer`: what the bot says to a guest's text. */
export function createByoServer({
  heartbeat = 15_000,
  answer = (): string | undefined => undefined,
}: { heartbeat?: number; answer?: (text: string) => string | undefined } = {}): ByoServer {
  const rooms = new Map<string, Room>();
  const life = Date.now().toString(36);
  let lastId = 0;
  let feedCount = 0;

  const open = (name: string): Room => {
    const room = rooms.get(name) ?? { notes: [], log: [], feeds: new Map() };
    rooms.set(name, room);
    return room;
  };
  const publish = (room: Room, entry: LogEntry): void => {
    const place = room.log.push(entry);
    for (const feed of room.feeds.keys()) feed.write(toEvent(`${life}-${place}`, entry));
  };
  const say: ByoServer['say'] = (name, from, text, key) => {
    const room = open(name);
    lastId += 1;
    const at = new Date().toISOString();
    const note = { id: lastId, from, text, at, ...(key === undefined ? {} : { key }) };
    room.notes.push(note);
    publish(room, { event: 'message', note });
    return note;
  };

  const list = (room: Room, query: URLSearchParams): readonly Note[] => {
    const before = Number(query.get('before') ?? Infinity);
    return room.notes.filter(({ id }) => id < before).slice(-Number(query.get('limit') ?? 20));
  };
  const follow = (room: Room, request: IncomingMessage, response: ServerResponse): void => {
    const after = request.headers['last-event-id']?.toString();
    const [ofLife, place = 0] = after?.split('-') ?? [life, room.log.length];
    if (ofLife !== life) return sendJson(response, 410, { message: 'No such event here.' });
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.flushHeaders();
    // Everything since that event, in the same breath as following: nothing fits in between.
    room.log.forEach((entry, index) => {
      if (index >= Number(place)) response.write(toEvent(`${life}-${index + 1}`, entry));
    });
    room.feeds.set(response, { number: (feedCount += 1), after });
    const timer = setInterval(() => response.write(': still here\n\n'), heartbeat);
    response.on('close', () => {
      clearInterval(timer);
      room.feeds.delete(response);
    });
  };
  const receive = async (name: string, request: IncomingMessage): Promise<Note> => {
    const { text } = JSON.parse(await readBody(request)) as { text: string };
    const key = request.headers['idempotency-key']?.toString();
    const known = key && open(name).notes.find((note) => note.key === key);
    if (known) return known;
    const note = say(name, 'guest', text, key);
    const reply = answer(text);
    if (reply !== undefined) setTimeout(() => say(name, 'bot', reply), 300);
    return note;
  };
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://byo');
    const [, root, name, what] = pathname.split('/').map(decodeURIComponent);
    const call = root === 'rooms' && name ? `${request.method} ${what}` : '';
    if (call === 'GET notes') sendJson(response, 200, list(open(name!), searchParams));
    else if (call === 'GET feed') follow(open(name!), request, response);
    else if (call === 'POST notes') sendJson(response, 201, await receive(name!, request));
    else sendJson(response, 404, { message: 'No such thing here.' });
  };

  return {
    handle: (request, response) =>
      void route(request, response).catch(() =>
        sendJson(response, 400, { message: 'Bad request.' }),
      ),
    say,
    edit(name, id, text) {
      const room = open(name);
      const index = room.notes.findIndex((note) => note.id === id);
      const note = room.notes[index] && { ...room.notes[index], text };
      if (!note) return undefined;
      room.notes[index] = note;
      publish(room, { event: 'message', note });
      return note;
    },
    remove(name, id) {
      const room = open(name);
      const [note] = room.notes.splice(room.notes.findIndex((each) => each.id === id) >>> 0, 1);
      if (note) publish(room, { event: 'removed', note });
    },
    notes: (name) => open(name).notes,
    feeds: (name) => [...open(name).feeds.values()],
    drop: (name) => open(name).feeds.forEach((_, response) => response.destroy()),
  };
}

function toEvent(id: string, { event, note }: LogEntry): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(note)}\n\n`;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const byo = createByoServer({ answer: (text) => `You said: ${text}` });
  const server = createServer(byo.handle).listen(Number(process.env['PORT'] ?? 8080), () =>
    console.log(`http://localhost:${(server.address() as { port: number }).port}`),
  );
}
