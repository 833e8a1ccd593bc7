'use client';
import { forwardRef, type MouseEvent } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { useComposerContext } from './ComposerContext.ts';

export interface ComposerStopProps extends PartProps<'button'> {}

/** Stops the running answer; its text is kept. Nothing is there while none is running. */
export const Stop: PartComponent<ComposerStopProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  ComposerStopProps
>(function Stop(props, ref) {
  const { canStop, stop, focusInput } = useComposerContext('Composer.Stop');
  const labels = useLabels();
  const button = usePart(
    'button',
    {
      name: 'stop',
      className: 'cs-send cs-stop',
      ref,
      type: 'button',
      'aria-label': labels.stop,
      onClick({ detail }: MouseEvent) {
        // The second click of a double one on Send, which stood here before.
        if (detail > 1) return;
        stop();
        // Before it goes: the focus must not fall to the page.
        focusInput();
      },
      children: <Icon name="stop" />,
    },
    props,
  );
  return canStop ? button : null;
});
