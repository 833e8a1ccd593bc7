'use client';
import { forwardRef, type MouseEvent } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useScrollHost } from '../scroll/useScrollHost.ts';
import { useScrollState } from '../scroll/useScrollState.ts';
import { useLabels } from '../settings/useLabels.ts';

/** `open`: the reader is away from the end. */
export type JumpToLatestState = { readonly open: boolean };

export interface JumpToLatestProps extends PartProps<'button', JumpToLatestState> {
  /** Messages of others that came since the reader left the end. */
  readonly newMessages: number;
  /** An answer is still arriving. */
  readonly isStreaming: boolean;
}

/** The way back to the end, once the reader is away from it (EXPERIENCE R11). The viewport gets the focus. */
export const JumpToLatest: PartComponent<JumpToLatestProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  JumpToLatestProps
>(function JumpToLatest({ newMessages, isStreaming, ...props }, ref) {
  const labels = useLabels();
  const host = useScrollHost();
  const { isAway } = useScrollState();
  const own = {
    name: 'jump-to-latest',
    className: 'cs-jump',
    ref,
    state: { open: isAway },
    type: 'button',
    'aria-hidden': isAway ? undefined : true,
    onClick({ currentTarget }: MouseEvent<HTMLElement>) {
      // Before it hides: focus must not fall to the page.
      const root = currentTarget.closest('[data-part="transcript"]');
      root?.querySelector<HTMLElement>('[data-part="viewport"]')?.focus({ preventScroll: true });
      host.controller?.jumpToEnd('smooth');
    },
    children: (
      <>
        <Icon name="down" />
        {newMessages > 0
          ? labels.newMessages(newMessages)
          : isStreaming
            ? labels.stillStreaming
            : labels.jumpToLatest}
      </>
    ),
  };
  return (
    <div className="cs-jump-box" inert={!isAway} data-open={isAway || undefined}>
      {usePart('button', own, props)}
    </div>
  );
});
