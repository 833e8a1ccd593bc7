import { refuse, type Authorize } from './authorize.ts';
import { answerErrors, HandlerError, usePost } from './errorResponse.ts';
import { isPathId } from './pathId.ts';
import { pickJsonHeaders } from './pickJsonHeaders.ts';
import { asObject, readBody, readJsonBody } from './readBody.ts';
import { relayHeaders } from './relayResponse.ts';
import { createUpstream, type UpstreamOptions } from './upstream.ts';

export interface TicketHandlerOptions extends UpstreamOptions {
  /** When set, tickets are for this agent only and the browser need not name it. */
  readonly agentId?: string;
  readonly authorize: Authorize;
}

const maxBodyBytes = 16_384;

/**
 * A fetch-API handler for BimpeAI's stream tickets: the browser posts `{ agentId, conversationId }` and gets
 * `{ ticket, expires_in }` (seconds), with which it opens the stream itself. Never cached.
 *
 * What the backend refuses passes through (status, error JSON, `Retry-After`, `X-Request-Id`). Own failures
 * are `{ message, code, statusCode }`: 400, 401, 403, 405, 413, 415, 502 (`redirected`, `network`,
 * `invalid_response`), 504 (`timeout`). Throws at creation when `baseUrl` or `apiKey` cannot work.
 */
export function createTicketHandler(
  options: TicketHandlerOptions,
): (request: Request) => Promise<Response> {
  const upstream = createUpstream(options);
  return (request) =>
    answerErrors(async () => {
      if (request.method !== 'POST') return usePost();
      const target = readTarget(await readJsonBody(request, maxBodyBytes), options.agentId);
      const refusal = await refuse(options.authorize, request, target);
      if (refusal) return refusal;
      const init = { method: 'POST', headers: pickJsonHeaders(request) };
      return upstream.call(request, ticketPath(target), init, async (response) =>
        Response.json(await readTicket(response), {
          headers: relayHeaders(response.headers, upstream.mask),
        }),
      );
    });
}

type TicketTarget = { readonly agentId: string; readonly conversationId: string };

function readTarget(body: unknown, fixedAgentId: string | undefined): TicketTarget {
  const { agentId = fixedAgentId, conversationId } = asObject(body);
  if (!isPathId(agentId) || !isPathId(conversationId)) {
    throw new HandlerError('bad_request', 'Send { agentId, conversationId }, two ids.');
  }
  if (fixedAgentId !== undefined && agentId !== fixedAgentId) {
    throw new HandlerError('forbidden', 'Tickets are not given for this agent.');
  }
  return { agentId, conversationId };
}

function ticketPath({ agentId, conversationId }: TicketTarget): string {
  const [agent, conversation] = [agentId, conversationId].map(encodeURIComponent);
  return `agents/${agent}/conversations/${conversation}/stream-ticket`;
}

/** Only the two fields go on to the browser, whatever else the backend sent. */
async function readTicket(response: Response): Promise<{ ticket: string; expires_in: number }> {
  const text = await readBody(response.body, maxBodyBytes);
  const data = parseData(text);
  if (typeof data?.['ticket'] === 'string' && typeof data['expires_in'] === 'number') {
    return { ticket: data['ticket'], expires_in: data['expires_in'] };
  }
  throw new HandlerError('invalid_response', 'The backend answered without a ticket.');
}

function parseData(text = ''): Readonly<Record<string, unknown>> | undefined {
  try {
    const json = JSON.parse(text) as { data?: Record<string, unknown> } | null;
    return json?.data;
  } catch {
    return undefined;
  }
}
