import { ConversationError } from '../../core/index.ts';

/** What the app's mappers make of an answer; a throw of theirs means that it cannot be read. */
export function checkAnswer<T>(wanted: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ConversationError(
      'invalid_response',
      `The server's answer could not be read as ${wanted}. Check what your mappers make of it.`,
      { retryable: true, cause },
    );
  }
}
