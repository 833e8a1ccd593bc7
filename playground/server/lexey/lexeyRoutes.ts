import type { LexeyKind } from './lexeyTypes.ts';

/** Where Lexey's Chat APIs live; both speak alike (PROTOCOLS §5.1). */
export const lexeyPrefixes: Readonly<Record<LexeyKind, string>> = {
  customer: '/api/v1/customer',
  management: '/api/v1/management',
};

export type LexeyRouteName = 'create' | 'send' | 'history';

export interface LexeyRoute {
  readonly name: LexeyRouteName;
  readonly kind: LexeyKind;
  /** Empty for `create`. */
  readonly conversationId: string;
}

const pattern = /^\/api\/v1\/(customer|management)\/conversations(?:\/([^/]+)\/messages)?$/;

const names: Readonly<Record<string, LexeyRouteName>> = {
  'POST conversations': 'create',
  'POST messages': 'send',
  'GET messages': 'history',
};

/** Finds the route of a call, with the id in its path. */
export function matchLexeyRoute(method: string, path: string): LexeyRoute | undefined {
  const match = pattern.exec(path);
  if (!match) return undefined;
  const [, kind, id] = match;
  const name = names[`${method} ${id === undefined ? 'conversations' : 'messages'}`];
  return name && { name, kind: kind as LexeyKind, conversationId: decode(id) };
}

function decode(segment = ''): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
