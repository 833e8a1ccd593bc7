import type { ApiCall } from '../referenceBackend.ts';
import { badRequest, forbidden, notFound, unauthorized } from './expysError.ts';
import type { StoredConversation } from './expysStore.ts';
import type { ExpysSystem } from './expysSystem.ts';
import type { ExpysMember, TokenRecord } from './expysTypes.ts';

/** Who is calling: a member with a token, or the organisation with its key. */
export type Caller =
  | { readonly mode: 'member'; readonly token: TokenRecord }
  | { readonly mode: 'organisation' };

/** Reads the bearer. Throws 401. A fault may make a good token expire here and now. */
export function authenticate(system: ExpysSystem, call: ApiCall): Caller {
  const bearer = /^bearer\s+(\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
  if (bearer === undefined) throw unauthorized('Authorization is missing');
  if (system.orgKeys.includes(bearer)) {
    if (call.headers.origin !== undefined) noteViolation(system, call, 'org-key-from-browser');
    return { mode: 'organisation' };
  }
  const token = system.tokens.check(bearer);
  if (!token || call.faults.some(({ kind }) => kind === 'auth-expire'))
    throw unauthorized('Token is unknown or expired');
  return { mode: 'member', token };
}

/** The organisation's own routes. Throws 401, or 403 for members. */
export function requireOrganisation(caller: Caller): void {
  if (caller.mode !== 'organisation') throw forbidden('Only for the organisation');
}

/** Streams are for members only (PROTOCOLS §4.1). */
export function requireMember(system: ExpysSystem, call: ApiCall, caller: Caller): void {
  if (caller.mode === 'member') return;
  noteViolation(system, call, 'org-key-on-stream');
  throw forbidden('Streams are for members');
}

/** On whose behalf: the token's user, or whom the organisation names. */
export function readMember({ store }: ExpysSystem, call: ApiCall, caller: Caller): ExpysMember {
  const named = call.query.get('externalUserID');
  if (caller.mode === 'member') return store.member(caller.token.externalUserID);
  if (!named) throw badRequest('externalUserID: needed with an API key');
  return store.member(named);
}

/** What the member cannot see is not there. */
export function findConversation(
  { store }: ExpysSystem,
  conversationId: string,
  { externalUserID }: ExpysMember,
): StoredConversation {
  const stored = store.find(conversationId);
  if (!stored || !canSee(stored, externalUserID)) throw notFound('Conversation');
  return stored;
}

export function canSee({ members }: StoredConversation, externalUserID: string): boolean {
  return members === undefined || members.includes(externalUserID);
}

function noteViolation(
  { violations }: ExpysSystem,
  { method, path }: ApiCall,
  kind: ExpysSystem['violations'][number]['kind'],
): void {
  violations.push({ kind, detail: `${method} ${path}` });
}
