import type { HeadersSource } from '../../core/index.ts';
import { toCallbackError } from './toCallbackError.ts';

/** The headers of one attempt: what the app adds, asked anew, and the credential. */
export async function createHeaders(
  source: HeadersSource | undefined,
  credential?: string,
): Promise<Headers> {
  try {
    const headers = new Headers(typeof source === 'function' ? await source() : source);
    if (credential) headers.set('authorization', `Bearer ${credential}`);
    return headers;
  } catch (error) {
    throw toCallbackError(error, credential ? [credential] : []);
  }
}
