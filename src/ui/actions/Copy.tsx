'use client';
import { forwardRef, useEffect, useState, type MouseEvent } from 'react';
import { useMessageContext } from '../message/MessageContext.ts';
import { useAnnounce } from '../announcer/useAnnounce.ts';
import type { PartComponent } from '../part/partProps.ts';
import { useLabels } from '../settings/useLabels.ts';
import { ActionButton, type ActionProps } from './ActionButton.tsx';
import { copyMessage } from './copyMessage.ts';

type CopyStatus = 'ready' | 'copied' | 'failed';

const icons = { ready: 'copy', copied: 'check', failed: 'alert' } as const;

/** Copies the message: its text as it was written, and what is shown as clean HTML. */
export const Copy: PartComponent<ActionProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  ActionProps
>(function Copy(props, ref) {
  const { message } = useMessageContext('Actions.Copy');
  const { copy, copied, copyFailed } = useLabels();
  const [status, setStatus] = useState<CopyStatus>('ready');
  const announce = useAnnounce();
  useEffect(() => {
    if (status === 'ready') return undefined;
    const timer = setTimeout(() => setStatus('ready'), 2_000);
    return () => clearTimeout(timer);
  }, [status]);
  const tell = (next: 'copied' | 'failed'): void => {
    setStatus(next);
    announce({ text: next === 'copied' ? copied : copyFailed });
  };
  const handleClick = ({ currentTarget }: MouseEvent<HTMLElement>): void => {
    const bubble = currentTarget.closest('article')?.querySelector('[data-part="bubble"]');
    copyMessage(message, bubble).then(
      () => tell('copied'),
      () => tell('failed'),
    );
  };
  return (
    <ActionButton
      {...props}
      part="copy"
      icon={icons[status]}
      label={{ ready: copy, copied, failed: copyFailed }[status]}
      state={{ status }}
      onAction={handleClick}
      ref={ref}
    />
  );
});
