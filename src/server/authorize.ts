import { HandlerError } from './errorResponse.ts';

/** What a request is about: the ids it names. `agentId` and `conversationId` where the call has them. */
export interface RequestTarget {
  readonly agentId?: string;
  readonly conversationId?: string;
  readonly [name: string]: string | undefined;
}

/**
 * Decides whether this visitor may do this: check the session **and** that the conversation is theirs.
 * `true` lets the request through; `false` answers 403, a throw 401, a Response is sent as it is.
 * Read cookies and headers of `request`; its body belongs to the handler.
 */
export type Authorize = (
  request: Request,
  target: RequestTarget,
) => boolean | Response | Promise<boolean | Response>;

/** `undefined` when the request may go on, else the refusal. */
export async function refuse(
  authorize: Authorize,
  request: Request,
  target: RequestTarget,
): Promise<Response | undefined> {
  const verdict = await ask(authorize, request, target);
  if (verdict instanceof Response) return verdict;
  // Only a real true: a forgotten `return` must not open the door.
  if (verdict === true) return undefined;
  throw new HandlerError('forbidden', 'You may not use this conversation.');
}

async function ask(
  authorize: Authorize,
  request: Request,
  target: RequestTarget,
): Promise<unknown> {
  try {
    return await authorize(request, target);
  } catch {
    throw new HandlerError('unauthorized', 'Sign in first.');
  }
}
