'use client';
import { forwardRef } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { useComposerContext } from './ComposerContext.ts';

export type ComposerSendState = { readonly disabled: boolean };

export interface ComposerSendProps extends PartProps<'button', ComposerSendState> {}

/** Sends what is written. */
export const Send: PartComponent<ComposerSendProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  ComposerSendProps
>(function Send(props, ref) {
  const { canSend } = useComposerContext('Composer.Send');
  const labels = useLabels();
  return usePart(
    'button',
    {
      name: 'send',
      ref,
      state: { disabled: !canSend },
      type: 'submit',
      'aria-label': labels.send,
      disabled: !canSend,
      children: <Icon name="send" />,
    },
    props,
  );
});
