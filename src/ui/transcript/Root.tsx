'use client';
import { forwardRef } from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { ScrollContext } from '../scroll/ScrollContext.ts';
import { useOwnScrollHost } from '../scroll/useScrollHost.ts';

export interface RootProps extends PartProps<'div'> {}

/** The box of a transcript: fills its parent, the viewport scrolls inside. */
export const Root: PartComponent<RootProps, HTMLDivElement> = forwardRef<HTMLDivElement, RootProps>(
  function Root(props, ref) {
    const host = useOwnScrollHost();
    const own = { name: 'transcript', ref };
    const box = usePart('div', own, props);
    return <ScrollContext.Provider value={host}>{box}</ScrollContext.Provider>;
  },
);
