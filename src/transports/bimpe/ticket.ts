import { ConversationError } from '../../core/index.ts';
import { toCallbackError } from '../request/toCallbackError.ts';

/** What opens one stream, once. */
export interface BimpeTicket {
  readonly ticket: string;
  /** Seconds until it expires unused. */
  readonly expires_in: number;
}

/**
 * Gets a fresh ticket from your backend (`createTicketHandler` of `/server`). A throw is a failed, retryable
 * attempt unless what is thrown has `status` 401, 403 or 404; `retryAfter` (seconds) on it is a lower bound.
 */
export type GetBimpeTicket = (request: {
  readonly agentId: string;
  readonly conversationId: string;
  readonly signal: AbortSignal;
}) => Promise<BimpeTicket>;

export async function requestTicket(
  getTicket: GetBimpeTicket,
  request: Parameters<GetBimpeTicket>[0],
): Promise<BimpeTicket> {
  try {
    return readTicket(await getTicket(request));
  } catch (error) {
    throw toCallbackError(error);
  }
}

/** Checks the shape; the vendor's envelope is opened by whoever fetched it. */
export function readTicket(value: unknown): BimpeTicket {
  const { ticket, expires_in: expiresIn } = (value ?? {}) as Record<string, unknown>;
  if (typeof ticket !== 'string' || ticket === '') {
    throw new ConversationError(
      'invalid_response',
      'No ticket: expected { ticket: string, expires_in: seconds }.',
      {
        retryable: true,
      },
    );
  }
  return { ticket, expires_in: typeof expiresIn === 'number' ? expiresIn : 0 };
}
