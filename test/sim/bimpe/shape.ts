import type { ConversationTransport } from '../../../src/core/index.ts';
import type { Shape, VirtualFetch } from '../shape.ts';
import type { Subject } from '../subject.ts';
import { BimpeServer } from './virtualServer.ts';

const agentId = 'ag_1';
const app = 'https://app.example/api/v1/console';
const vendor = 'https://stream.example/api/v1/console';

/** BimpeAI: an endless feed opened by single-use tickets, numbered history, whole messages. */
export const bimpeShape: Shape = {
  name: 'bimpe',
  createServer: (options) => new BimpeServer(options),
  createTransport: ({ bimpe }: Subject, fetch): ConversationTransport =>
    bimpe.createBimpeTransport({
      agentId,
      baseUrl: app,
      streamBaseUrl: vendor,
      fetch,
      scope: 'sim',
      getTicket: ({ conversationId, signal }) => fetchTicket(fetch, conversationId, signal),
    }),
};

/** The app's own route: mints a ticket, fails as an app would. */
async function fetchTicket(
  fetch: VirtualFetch,
  conversationId: string,
  signal: AbortSignal,
): Promise<{ ticket: string; expires_in: number }> {
  const url = `${app}/agents/${agentId}/conversations/${conversationId}/stream-ticket`;
  const response = await fetch(url, { method: 'POST', signal });
  if (!response.ok) {
    const retryAfter = Number(response.headers.get('retry-after') ?? '0');
    throw Object.assign(new Error('No ticket.'), { status: response.status, retryAfter });
  }
  const { data } = (await response.json()) as { data: { ticket: string; expires_in: number } };
  return data;
}
