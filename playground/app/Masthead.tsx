import type { ReactElement } from 'react';

export interface MastheadProps {
  readonly title: string;
  readonly backend: string;
  readonly blurb: string;
}

/** The head of the page: which conversation this is, and what it comes over. */
export function Masthead({ title, backend, blurb }: MastheadProps): ReactElement {
  return (
    <header className="pg-masthead">
      <h1>{title}</h1>
      <p>
        <strong>{backend}</strong> {blurb}
      </p>
    </header>
  );
}
