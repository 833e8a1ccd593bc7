import type { ReactElement } from 'react';

export interface MastheadProps {
  readonly title: string;
  readonly backend: string;
}

/** The head of the page: which conversation this is, and where it comes from. */
export function Masthead({ title, backend }: MastheadProps): ReactElement {
  return (
    <header className="pg-masthead">
      <h1>{title}</h1>
      <p>{backend}</p>
    </header>
  );
}
