import type { Connect } from 'vite';
import { createByoServer, type ByoServer, type Note } from '../examples/byoServer.ts';
import { readBody } from './readBody.ts';

/** Where the page finds the example server of one's own, and what plays the rest of its app. */
export const byoConfig = {
  baseUrl: '/api/byo',
  controlUrl: '/api/byo-control',
  conversations: [
    { id: 'lobby', title: 'The lobby' },
    { id: 'attic', title: 'An empty room' },
  ],
} as const;

interface ControlInput {
  readonly conversationId: string;
  readonly id: string;
  readonly from: Note['from'];
  readonly text: string;
  /** `/<room>/` */
  readonly path: string;
}

/** Mounts it as an app would, on the app's own origin: no key, no CORS. */
export function mountByo(middlewares: Connect.Server): void {
  const byo = createByoServer({ answer: (text) => `You said: ${text}` });
  const [lobby] = byoConfig.conversations;
  byo.say(lobby.id, 'bot', 'Welcome. This conversation runs on a small server of its own.');
  byo.say(lobby.id, 'host', 'Its transport has less than thirty lines. Write something.');
  middlewares.use(byoConfig.baseUrl, (request, response) => {
    const site = request.headers['sec-fetch-site'] ?? 'none';
    if (site === 'same-origin' || site === 'none') byo.handle(request, response);
    else response.writeHead(403).end();
  });
  middlewares.use(byoConfig.controlUrl, (request, response, next) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://byo');
    const call = controlCalls[`${request.method} ${pathname.slice(1)}`];
    if (!call) return next();
    const answer = async (): Promise<void> => {
      const input = JSON.parse((await readBody(request)) || '{}') as ControlInput;
      const result = call(byo, input, searchParams.get('conversation') ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(result ?? { ok: true }));
    };
    answer().catch(() => response.writeHead(400).end());
  });
}

/** The reference servers' control plane, as far as it makes sense here. */
const controlCalls: Readonly<
  Record<string, (byo: ByoServer, input: ControlInput, room: string) => unknown>
> = {
  'POST emit': (byo, { conversationId, from, text }) => byo.say(conversationId, from, text),
  'POST edit': (byo, { conversationId, id, text }) => byo.edit(conversationId, Number(id), text),
  'POST delete': (byo, { conversationId, id }) => byo.remove(conversationId, Number(id)),
  'POST drop': (byo, { path }) => byo.drop(path.replaceAll('/', '')),
  'GET state': () => ({}),
  'GET messages': (byo, _input, room) => byo.notes(room),
  'GET transcript': (byo, _input, room) =>
    byo.notes(room).map(({ id, text }) => ({ id: String(id), text })),
  'GET streams': (byo) =>
    byoConfig.conversations.flatMap(({ id }) =>
      byo.feeds(id).map(({ number, after }) => ({
        number,
        path: `/rooms/${id}/feed`,
        query: new URLSearchParams(after === undefined ? {} : { after }).toString(),
      })),
    ),
};
