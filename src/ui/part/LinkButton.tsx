'use client';
import type { ComponentPropsWithoutRef, ReactElement } from 'react';

/** A button that reads as a link in a line of text. */
export function LinkButton(props: ComponentPropsWithoutRef<'button'>): ReactElement {
  return <button type="button" className="cs-link" {...props} />;
}
