import {
  ConversationError,
  toConversationError,
  type ConversationErrorCode,
} from '../../core/index.ts';

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

const finalCodes = new Map<unknown, ConversationErrorCode>([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
]);

export async function requestTicket(
  getTicket: GetBimpeTicket,
  request: Parameters<GetBimpeTicket>[0],
): Promise<BimpeTicket> {
  try {
    return readTicket(await getTicket(request));
  } catch (error) {
    throw toTicketError(error);
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

function toTicketError(error: unknown): ConversationError {
  const { status, retryAfter } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as Record<string, unknown>;
  const code = finalCodes.get(status);
  // Asked anew it would say the same: a 401 here is an answer, not an old credential (PROTOCOLS §3.11).
  if (code)
    return new ConversationError(code, describe(error), { status: Number(status), cause: error });
  return toConversationError(error, 'network', {
    retryable: true,
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'The stream ticket was refused.';
}
