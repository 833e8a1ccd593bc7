'use client';
import { forwardRef, type MouseEventHandler } from 'react';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { useMessageContext } from '../message/MessageContext.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { useKeptFocus } from '../part/useKeptFocus.ts';
import { useMergedRef } from '../part/useMergedRef.ts';
import { usePart } from '../part/usePart.ts';

/** What an action looks like to change: any attribute of its button. */
export interface ActionProps extends PartProps<'button', ActionState> {}

export type ActionState = { readonly status?: string | undefined };

export interface ActionButtonProps extends ActionProps {
  /** `data-part`. */
  readonly part: string;
  readonly icon: IconName;
  readonly label: string;
  readonly onAction: MouseEventHandler<HTMLButtonElement>;
  readonly state?: ActionState;
}

/**
 * A button of one message. Tab stops at it only while the focus is in its message: a thousand messages would be
 * thousands of stops.
 */
export const ActionButton: PartComponent<ActionButtonProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  ActionButtonProps
>(function ActionButton({ part, icon, label, state, onAction, ...props }, ref) {
  const { isActive } = useMessageContext(`Actions.${part}`);
  return usePart(
    'button',
    {
      name: part,
      className: 'cs-action',
      ref: useMergedRef(useKeptFocus(), ref),
      state,
      type: 'button',
      title: label,
      'aria-label': label,
      tabIndex: isActive ? 0 : -1,
      onClick: onAction,
      children: <Icon name={icon} />,
    },
    props,
  );
});
