'use client';
import type { ComponentPropsWithoutRef, ReactElement } from 'react';

/** The web, in a new tab, told nothing of this page; a name in any script. */
export function WebLink({ children, ...props }: ComponentPropsWithoutRef<'a'>): ReactElement {
  return (
    <a target="_blank" rel="noopener noreferrer nofollow" {...props}>
      <bdi>{children}</bdi>
    </a>
  );
}
