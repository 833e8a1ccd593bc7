import type { ServerResponse } from 'node:http';
import type { ConversationTransport } from 'react-conversation-stream/core';
import type { ConformanceBackend } from 'react-conversation-stream/testing';
import { createSseTransport } from 'react-conversation-stream/transports/sse';
import { openStream, sendJson, startServer, type Answer, type TestServer } from './startServer.ts';

interface Line {
  readonly id: string;
  readonly from: 'me' | 'bot';
  readonly text: string;
  readonly at: number;
}

interface Chat {
  readonly lines: Line[];
  readonly answers: string[];
  /** The turn that runs or ran last: its events so far. */
  log: readonly object[];
}

export interface TurnServer extends TestServer {
  readonly backend: ConformanceBackend;
  createTransport(given?: { readonly fetch?: typeof fetch }): ConversationTransport;
}

/** A server that answers each POST by the stream of its turn, which may be resumed after any event. */
export async function startTurnServer(): Promise<TurnServer> {
  const chats = new Map<string, Chat>();
  let lastId = 0;
  const create = (id: string, texts: readonly string[]): string => {
    const lines = texts.map((text): Line => ({
      id: `l${(lastId += 1)}`,
      from: 'bot',
      text,
      at: Date.now(),
    }));
    chats.set(id, { lines, answers: [], log: [] });
    return id;
  };
  const tell = (response: ServerResponse, log: readonly object[], after: number): void => {
    openStream(response);
    const events = log.map(
      (event, seq) => `id: ${seq}\ndata: ${JSON.stringify({ seq, ...event })}\n\n`,
    );
    response.end(events.slice(after + 1).join(''));
  };
  const receive = (chat: Chat, text: string): void => {
    const id = `l${(lastId += 2)}`;
    const answer = chat.answers.shift() ?? 'Yes.';
    const at = Date.now();
    const me: Line = { id: `l${lastId - 1}`, from: 'me', text, at };
    chat.lines.push(me, { id, from: 'bot', text: answer, at });
    const deltas = answer.split(/(?<=\s)/).map((delta) => ({ type: 'delta', id, delta }));
    chat.log = [
      { type: 'line', line: me },
      { type: 'start', id, at },
      ...deltas,
      { type: 'end', id },
    ];
  };
  const answer: Answer = ({ path, method, query, body }, response) => {
    const [, , id = '', what] = path.split('/').map(decodeURIComponent);
    const chat = chats.get(id);
    if (!chat) return sendJson(response, { message: 'No such chat.' }, 404);
    if (what === 'lines') return sendJson(response, chat.lines);
    if (method === 'POST') receive(chat, (JSON.parse(body) as Line).text);
    else if (chat.log.length === 0) return void response.writeHead(204).end();
    tell(response, chat.log, method === 'POST' ? -1 : Number(query['after'] ?? -1));
  };
  const server = await startServer(answer);
  let count = 0;
  return {
    ...server,
    backend: {
      create: (texts) => create(`chat-${(count += 1)}`, texts),
      answer: (id, text) => chats.get(id)?.answers.push(text),
    },
    createTransport: ({ fetch } = {}) => createTurnTransport(server.origin, fetch),
  };
}

function createTurnTransport(
  baseUrl: string,
  fetch?: typeof globalThis.fetch,
): ConversationTransport {
  const toMessage = ({ id, from, text, at }: Line) =>
    ({
      id,
      role: from === 'me' ? 'user' : 'assistant',
      text,
      createdAt: at,
      sequence: Number(id.slice(1)),
    }) as const;
  return createSseTransport({
    baseUrl,
    ...(fetch && { fetch }),
    continuity: 'cursor-checked',
    history: { url: '/chats/{conversationId}/lines', paging: 'whole' },
    turn: '/chats/{conversationId}/turn',
    resume: '/chats/{conversationId}/turn?after={after}',
    readMessage: toMessage,
    events: {
      message: ({ json, state }) => {
        const { seq, type, id, delta, at, line } = json as Record<string, string> & { line: Line };
        // What a server repeats is known by its number.
        if (Number(seq) <= Number(state.get('seq') ?? -1)) return undefined;
        state.set('seq', seq);
        const place = { messageId: id!, partId: 'text' } as const;
        if (type === 'line') return { type: 'message', message: toMessage(line) };
        if (type === 'start')
          return [
            {
              type: 'message-start',
              message: toMessage({ id: id!, from: 'bot', text: '', at: Number(at) }),
            },
            { type: 'part-set', ...place, part: { type: 'text', text: '' } },
          ];
        if (type === 'delta') return { type: 'part-delta', ...place, delta: delta! };
        return { type: 'message-end', messageId: id!, status: 'complete' };
      },
    },
  });
}
