import { jsonReply, type ApiCall, type BodyReply, type Reply } from '../referenceBackend.ts';
import {
  authenticate,
  canSee,
  findConversation,
  readMember,
  requireMember,
  requireOrganisation,
  type Caller,
} from './authenticate.ts';
import { badRequest, errorForStatus, ExpysError, forbidden, notFound } from './expysError.ts';
import { matchExpysRoute, type RouteMatch } from './expysRoutes.ts';
import type { ExpysSystem } from './expysSystem.ts';
import type { ExpysMember } from './expysTypes.ts';
import { listExpysPage } from './listExpysPage.ts';
import { openExpysStream } from './openExpysStream.ts';
import { readJson, receiveExpysMessage } from './receiveExpysMessage.ts';
import { sign } from './wireMessage.ts';

type Answer = Exclude<Reply, { type: 'refused' }>;

/** From a call to its reply: route, quota, caller, handler. */
export async function serveExpysCall(system: ExpysSystem, call: ApiCall): Promise<Reply> {
  const quota = system.limiter.count();
  const headers = { 'x-request-id': readRequestId(system, call) };
  const withHeaders = (reply: Answer): Reply => ({
    ...reply,
    headers: { ...headers, ...reply.headers },
  });
  try {
    if (quota.retryAfter !== undefined) throw tooManyRequests(quota.retryAfter);
    return withHeaders(await answer(system, call));
  } catch (error) {
    if (error instanceof ExpysError) return withHeaders(error.toReply());
    throw error;
  }
}

/** The error Expys sends with this status. */
export function expysErrorReply(
  system: ExpysSystem,
  call: ApiCall,
  status: number,
  code?: string,
): BodyReply {
  const reply = errorForStatus(status, code).toReply();
  return { ...reply, headers: { 'x-request-id': readRequestId(system, call), ...reply.headers } };
}

async function answer(system: ExpysSystem, call: ApiCall): Promise<Answer> {
  const match = matchExpysRoute(call.method, call.path);
  if (!match) throw notFound(`${call.method} ${call.path}`);
  if (match.name === 'attachment') return sendAttachment(system, call, match);
  const caller = authenticate(system, call);
  if (match.name === 'exchange') return exchange(system, call, caller);
  if (match.name === 'stream') requireMember(system, call, caller);
  const member = readMember(system, call, caller);
  if (match.name === 'conversations') return listConversations(system, member);
  const stored = findConversation(system, match.id, member);
  if (match.name === 'history') return listExpysPage(system, call, stored);
  if (caller.mode === 'member' && match.name === 'stream')
    return openExpysStream(system, call, stored, caller.token);
  return answerOnce(system, call, member, () => receiveExpysMessage(system, call, stored, member));
}

/** The token's life is the rule's, or over at once when a fault says so. */
function exchange(system: ExpysSystem, call: ApiCall, caller: Caller): BodyReply {
  requireOrganisation(caller);
  const { externalUserID } = readJson(call);
  if (typeof externalUserID !== 'string' || externalUserID === '')
    throw new ExpysError(422, 'VALIDATION', 'externalUserID: must be a string that is not empty');
  system.store.member(externalUserID);
  const isSpoilt = call.faults.some(({ kind }) => kind === 'auth-expire');
  return jsonReply(200, system.tokens.mint(externalUserID, isSpoilt ? 0 : system.rules.tokenTtl));
}

function listConversations({ store }: ExpysSystem, { externalUserID }: ExpysMember): BodyReply {
  const conversations = store
    .all()
    .filter((stored) => canSee(stored, externalUserID))
    .map(({ id, title, type, messages }) => {
      const newest = messages.findLast(({ isInternal }) => !isInternal);
      return { id, title, type, lastMessageAt: newest?.createdAt ?? null };
    })
    .toSorted((a, b) => (b.lastMessageAt ?? '').localeCompare(a.lastMessageAt ?? ''));
  return jsonReply(200, { conversations });
}

const idempotencyLife = 24 * 60 * 60_000;

/** A repeated key gets the first answer for a day (PROTOCOLS §4.5). */
async function answerOnce(
  { idempotency, firstUses, services }: ExpysSystem,
  call: ApiCall,
  member: ExpysMember,
  perform: () => Promise<BodyReply>,
): Promise<BodyReply> {
  const key = call.headers['idempotency-key'];
  if (typeof key !== 'string') return perform();
  if (key.length > 255) throw badRequest('Idempotency-Key: at most 255 characters');
  const now = services.clock.now();
  const scope = JSON.stringify([member.id, call.path, key]);
  const first = firstUses.get(scope) ?? now;
  const since = now - first < idempotencyLife ? first : now;
  firstUses.set(scope, since);
  const reply = await idempotency.answer(`${scope} ${since}`, call.body, perform);
  if (reply) return reply;
  throw new ExpysError(409, 'IDEMPOTENCY_KEY_REUSED', 'The key was used with another body');
}

/** What a signed URL leads to; the signature is all the authorization it needs. */
function sendAttachment(system: ExpysSystem, { query }: ApiCall, match: RouteMatch): BodyReply {
  const { id, index } = match;
  const expires = Number(query.get('expires'));
  const isSigned = query.get('signature') === sign(`${encodeURIComponent(id)}/${index}`, expires);
  if (!isSigned || system.services.clock.now() >= expires)
    throw forbidden('The link has expired: load the conversation again');
  const attachment = system.store.findMessage(id)?.attachments[index];
  if (!attachment) throw notFound('Attachment');
  return {
    type: 'body',
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body: attachment.content ?? attachment.name,
  };
}

function tooManyRequests(seconds: number): ExpysError {
  return new ExpysError(429, 'RATE_LIMITED', 'Too many requests', {
    'retry-after': String(seconds),
  });
}

function readRequestId({ services }: ExpysSystem, { headers }: ApiCall): string {
  const own = headers['x-request-id'];
  if (typeof own === 'string' && /^[\w.:-]{1,128}$/.test(own)) return own;
  return services.random.id('req_');
}
