import type { ConversationError } from '../../react/index.ts';
import type { Labels } from '../settings/labels.ts';

/** Why the server does not show a conversation, in words, where that is what an error says. */
export function describeRefusal(
  error: ConversationError | undefined,
  { unauthorized, notFound }: Labels,
): string | undefined {
  const code = error?.code;
  if (code === 'not_found') return notFound;
  return code === 'unauthorized' || code === 'forbidden' ? unauthorized : undefined;
}
