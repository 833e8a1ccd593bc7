'use client';
import type { ComponentPropsWithoutRef, ReactElement } from 'react';
import { useKeptFocus } from './useKeptFocus.ts';

/** A button of the kit's own: reads as a link in a line of text unless its class says otherwise. Keeps the focus. */
export function KitButton(props: ComponentPropsWithoutRef<'button'>): ReactElement {
  return <button ref={useKeptFocus()} type="button" className="cs-link" {...props} />;
}
