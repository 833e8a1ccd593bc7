import { HandlerError } from './errorResponse.ts';

/** A time limit joined with the browser's own signal. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The limit no longer counts; the browser's signal still does. */
  stop(): void;
  /** What a failed request failed of. */
  explain(): HandlerError;
}

/** Runs out after `ms`. */
export function createDeadline(ms: number, client: AbortSignal): Deadline {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  return {
    signal: AbortSignal.any([client, late.signal]),
    stop: () => clearTimeout(timer),
    explain() {
      if (client.aborted) return new HandlerError('aborted', 'The client left.');
      if (late.signal.aborted) {
        return new HandlerError('timeout', `The backend did not answer within ${ms} ms.`);
      }
      return new HandlerError('network', 'The backend cannot be reached, or the connection broke.');
    },
  };
}
