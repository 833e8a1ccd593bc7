'use client';
import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { joinClassNames } from '../joinClassNames.ts';
import { ScrollContext } from '../scroll/ScrollContext.ts';
import { useOwnScrollHost } from '../scroll/useScrollHost.ts';

export interface RootProps extends ComponentPropsWithoutRef<'div'> {}

/** The box of a transcript: fills its parent, the viewport scrolls inside. */
export const Root: ForwardRefExoticComponent<RootProps & RefAttributes<HTMLDivElement>> =
  forwardRef<HTMLDivElement, RootProps>(function Root({ className, ...props }, ref) {
    const host = useOwnScrollHost();
    return (
      <ScrollContext.Provider value={host}>
        <div
          ref={ref}
          data-part="transcript"
          className={joinClassNames('cs-transcript', className)}
          {...props}
        />
      </ScrollContext.Provider>
    );
  });
