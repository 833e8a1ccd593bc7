import type { UseConnectionResult } from '../../react/index.ts';
import type { Labels } from '../settings/labels.ts';

/** What is wrong with a connection, in words; `undefined` when nothing is. */
export function describeConnection(
  { status, error }: Pick<UseConnectionResult, 'status' | 'error'>,
  seconds: number | undefined,
  labels: Labels,
): string | undefined {
  switch (status) {
    case 'connecting':
      return labels.connecting;
    case 'waiting':
      return labels.retrying(seconds);
    case 'offline':
    case 'stalled':
    case 'unauthorized':
      return labels[status];
    case 'closed':
      return error && labels.refused;
    case 'idle':
    case 'open':
      return undefined;
  }
}
