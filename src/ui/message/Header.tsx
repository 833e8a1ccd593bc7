'use client';
import { forwardRef } from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';

export interface HeaderProps extends PartProps<'header'> {}

/** The line above a message: who and when. In a group only the first shows it; the others speak it. */
export const Header: PartComponent<HeaderProps, HTMLElement> = forwardRef<HTMLElement, HeaderProps>(
  function Header(props, ref) {
    return usePart('header', { name: 'header', className: 'cs-message-header', ref }, props);
  },
);
