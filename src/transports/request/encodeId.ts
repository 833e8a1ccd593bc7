import { ConversationError } from '../../core/index.ts';

/** An id as one segment of a path. Throws `invalid_argument` for `''`, `.` and `..`, which encoding lets through. */
export function encodeId(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw createUnfit(id);
  return encodeText(id);
}

/** As a part of an address. A lone surrogate has no UTF-8 form: encodeURIComponent would throw a bare URIError. */
export function encodeText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw createUnfit(text);
  return encodeURIComponent(text);
}

function createUnfit(text: string): ConversationError {
  return new ConversationError(
    'invalid_argument',
    `"${text}" is not an id: it would change the path of the request.`,
  );
}
