'use client';
import { useRef, type ReactElement } from 'react';
import { Icon } from '../icons/Icon.tsx';
import { useScrollHost } from '../scroll/useScrollHost.ts';
import { useScrollState } from '../scroll/useScrollState.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface JumpToLatestProps {
  /** Messages of others that came since the reader left the end. */
  readonly newMessages: number;
  /** An answer is still arriving. */
  readonly isStreaming: boolean;
}

/** The way back to the end, once the reader is away from it (EXPERIENCE R11). The viewport gets the focus. */
export function JumpToLatest({ newMessages, isStreaming }: JumpToLatestProps): ReactElement {
  const labels = useLabels();
  const host = useScrollHost();
  const { isAway } = useScrollState();
  const ref = useRef<HTMLDivElement>(null);
  const handleClick = (): void => {
    // Before it hides: focus must not fall to the page.
    const root = ref.current?.closest('[data-part="transcript"]');
    root?.querySelector<HTMLElement>('[data-part="viewport"]')?.focus({ preventScroll: true });
    host.controller?.jumpToEnd('smooth');
  };
  const text =
    newMessages > 0
      ? labels.newMessages(newMessages)
      : isStreaming
        ? labels.stillStreaming
        : labels.jumpToLatest;
  return (
    <div ref={ref} className="cs-jump-box" inert={!isAway} data-open={isAway || undefined}>
      <button
        type="button"
        data-part="jump-to-latest"
        className="cs-jump"
        aria-hidden={isAway ? undefined : true}
        onClick={handleClick}
      >
        <Icon name="down" />
        {text}
      </button>
    </div>
  );
}
