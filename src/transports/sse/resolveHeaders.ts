import {
  ConversationError,
  toConversationError,
  type ConversationErrorCode,
  type HeadersSource,
} from '../../core/index.ts';

const finalCodes = new Map<unknown, ConversationErrorCode>([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not_found'],
]);

/** The app's headers for one attempt. A throw is retryable unless it says that the answer is no (DESIGN §8). */
export async function resolveHeaders(headers: HeadersSource | undefined): Promise<Headers> {
  try {
    return new Headers(typeof headers === 'function' ? await headers() : headers);
  } catch (error) {
    throw toHeadersError(error);
  }
}

function toHeadersError(error: unknown): ConversationError {
  const { status, retryAfter } = Object(error) as { status?: number; retryAfter?: number };
  const code = finalCodes.get(status);
  if (!code) return toConversationError(error, 'network', { retryable: true, status, retryAfter });
  return new ConversationError(code, 'headers() was refused.', { status, cause: error });
}

/** Values that must not be seen again: of each header the app adds, whole and without its scheme. */
export function getSecrets(headers: Headers): readonly string[] {
  const secrets: string[] = [];
  for (const [name, value] of headers)
    if (!/^(accept|content-)/.test(name)) secrets.push(value, ...value.split(/[\s;,=]+/));
  return secrets.filter((secret) => secret.length >= 8);
}
