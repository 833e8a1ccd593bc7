import type { VisibleRow } from '../oracle/view.ts';

/** A send that the server has not taken, as far as the reader knows. */
export function isUnsent({ status }: VisibleRow): boolean {
  return status === 'queued' || status === 'sending' || status === 'failed';
}
