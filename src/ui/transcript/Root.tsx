'use client';
import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { joinClassNames } from '../joinClassNames.ts';

export interface RootProps extends ComponentPropsWithoutRef<'div'> {}

/** The box of a transcript: fills its parent, the viewport scrolls inside. */
export const Root: ForwardRefExoticComponent<RootProps & RefAttributes<HTMLDivElement>> =
  forwardRef(function Root({ className, ...props }, ref) {
    return (
      <div
        ref={ref}
        data-part="transcript"
        className={joinClassNames('cs-transcript', className)}
        {...props}
      />
    );
  });
