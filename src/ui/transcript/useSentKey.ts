'use client';
import { useState } from 'react';
import { useMessage, useMessageKeys, type Message } from '../../react/index.ts';
import { joinsNothing } from '../usePassive.ts';

/* A row that was made here keeps the key it got then, whatever id the server gave it since. */
const select = ({ key, id, status, role }: Message): string | undefined =>
  role === 'user' && (key !== id || status === 'sending' || status === 'queued') ? key : undefined;

/** The newest row, if the reader sent it since this was mounted. */
export function useSentKey(): string | undefined {
  const last = useMessageKeys(undefined, joinsNothing).at(-1);
  const [first] = useState(last);
  const sentKey = useMessage(last ?? '', undefined, { select });
  return last === first ? undefined : sentKey;
}
