import type { ConversationError } from '../../react/index.ts';
import type { Labels } from '../settings/labels.ts';

/** Why the server does not show a conversation, in words, where that is what an error says. */
export function describeRefusal(
  error: ConversationError | undefined,
  { unauthorized, forbidden, notFound }: Labels,
): string | undefined {
  const reasons: Readonly<Record<string, string>> = {
    unauthorized,
    forbidden,
    not_found: notFound,
  };
  return reasons[error?.code ?? ''];
}
