'use client';
import { forwardRef } from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';

export interface ListProps extends PartProps<'ol'> {}

/** The rows, oldest first. */
export const List: PartComponent<ListProps, HTMLOListElement> = forwardRef<
  HTMLOListElement,
  ListProps
>(function List(props, ref) {
  // Safari forgets that a list without markers is one.
  return usePart('ol', { name: 'list', ref, role: 'list' }, props);
});
