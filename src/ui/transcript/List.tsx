'use client';
import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { joinClassNames } from '../joinClassNames.ts';

export interface ListProps extends ComponentPropsWithoutRef<'ol'> {}

/** The rows, oldest first. */
export const List: ForwardRefExoticComponent<ListProps & RefAttributes<HTMLOListElement>> =
  forwardRef<HTMLOListElement, ListProps>(function List({ className, ...props }, ref) {
    return (
      <ol
        ref={ref}
        // Safari forgets that a list without markers is one.
        // oxlint-disable-next-line jsx-a11y/no-redundant-roles
        role="list"
        data-part="list"
        className={joinClassNames('cs-list', className)}
        {...props}
      />
    );
  });
