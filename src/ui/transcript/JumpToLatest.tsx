'use client';
import { forwardRef } from 'react';
import { Icon } from '../icons/Icon.tsx';
import { isReact19 } from '../part/isReact19.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useScrollHost } from '../scroll/useScrollHost.ts';
import { useScrollState } from '../scroll/useScrollState.ts';
import { useLabels } from '../settings/useLabels.ts';

export interface JumpToLatestState {
  /** The reader is more than 120 px from the end. Hidden and inert otherwise. */
  readonly open: boolean;
  readonly [name: string]: boolean;
}

export interface JumpToLatestProps extends PartProps<'button', JumpToLatestState> {
  /** Messages of others that came since the reader left the end. Default 0. */
  readonly newMessages?: number | undefined;
  /** An answer is still arriving. */
  readonly isStreaming?: boolean | undefined;
}

/** The way back to the end, once the reader is away from it (EXPERIENCE R11). The viewport gets the focus. */
export const JumpToLatest: PartComponent<JumpToLatestProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  JumpToLatestProps
>(function JumpToLatest({ newMessages = 0, isStreaming = false, ...props }, ref) {
  const labels = useLabels();
  const host = useScrollHost();
  const { isAway } = useScrollState();
  const answering = isStreaming ? labels.stillStreaming : labels.jumpToLatest;
  const button = usePart(
    'button',
    {
      name: 'jump-to-latest',
      className: 'cs-jump',
      ref,
      state: { open: isAway },
      type: 'button',
      onClick() {
        // Before it hides: focus must not fall to the page.
        host.controller?.focus();
        host.controller?.jumpToEnd('smooth');
      },
      children: (
        <>
          <Icon name="down" />
          {newMessages > 0 ? labels.newMessages(newMessages) : answering}
        </>
      ),
    },
    props,
  );
  return (
    <div className="cs-jump-box" {...toInert(!isAway)} data-open={isAway ? '' : undefined}>
      {button}
    </div>
  );
});

/* React 18 takes `inert` for an unknown attribute: a string is written, a boolean is not. */
function toInert(isInert: boolean): { readonly inert?: boolean } {
  if (!isInert) return {};
  return { inert: isReact19 || ('' as unknown as boolean) };
}
