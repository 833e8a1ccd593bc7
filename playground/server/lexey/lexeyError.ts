import { jsonReply, type BodyReply } from '../referenceBackend.ts';

/** Thrown before a stream begins and answered as `{"error":"…"}` (PROTOCOLS §5.4). */
export class LexeyError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  toReply(): BodyReply {
    return jsonReply(this.status, { error: this.message });
  }
}

const usualTexts: Readonly<Record<number, string>> = {
  400: 'Invalid request body',
  401: 'Invalid API key',
  402: 'No active subscription',
  403: 'This API key cannot be used here',
  404: 'Conversation not found',
  429: 'Conversation message limit reached',
  500: 'Internal server error',
};

/** The error this system sends with a status, when nothing more is known. */
export function errorForStatus(status: number): LexeyError {
  return new LexeyError(status, usualTexts[status] ?? `Status ${status}`);
}
