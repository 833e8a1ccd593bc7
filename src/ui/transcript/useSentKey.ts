'use client';
import { useMessage, useMessageKeys, type Message } from '../../react/index.ts';

const select = ({ key, status, role }: Message): string | undefined =>
  role === 'user' && (status === 'sending' || status === 'queued') ? key : undefined;

/** The newest row, while it is one of the reader's own on its way. */
export function useSentKey(): string | undefined {
  const last = useMessageKeys(undefined, { enabled: false }).at(-1);
  return useMessage(last ?? '', undefined, { select });
}
