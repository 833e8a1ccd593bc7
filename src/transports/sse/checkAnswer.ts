import { ConversationError, toConversationError, type HttpRequest } from '../../core/index.ts';

/**
 * What the app's mappers make of an answer; a throw of theirs means that it cannot be read. Final: the same answer
 * would be read the same way.
 */
export function checkAnswer<T>(
  wanted: string,
  read: () => T,
  { secrets }: Pick<HttpRequest, 'secrets'>,
): T {
  try {
    return read();
  } catch (cause) {
    const { message } = toConversationError(cause);
    throw new ConversationError(
      'invalid_response',
      `The server's answer could not be read as ${wanted}. Check your mappers: ${message}`,
      { cause, secrets },
    );
  }
}
