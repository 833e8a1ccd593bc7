import type { UseConnectionResult } from '../../react/index.ts';
import type { Labels } from '../settings/labels.ts';
import { describeRefusal } from './describeRefusal.ts';

/** What is wrong with a connection, in words; `undefined` when nothing is. */
export function describeConnection(
  { status, error }: Pick<UseConnectionResult, 'status' | 'error'>,
  seconds: number | undefined,
  labels: Labels,
): string | undefined {
  const { connecting, offline, stalled, unauthorized } = labels;
  if (status === 'waiting') return labels.retrying(seconds);
  if (status === 'closed') return error && (describeRefusal(error, labels) ?? labels.refused);
  return { connecting, offline, stalled, unauthorized, idle: undefined, open: undefined }[status];
}
