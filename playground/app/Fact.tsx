import type { ReactElement, ReactNode } from 'react';

export interface FactProps {
  readonly name: string;
  /** For tests: what `data-fact` says. */
  readonly id: string;
  readonly children: ReactNode;
}

/** A name and its value in the inspector. */
export function Fact({ name, id, children }: FactProps): ReactElement {
  return (
    <div className="pg-fact">
      <dt>{name}</dt>
      <dd data-fact={id}>{children}</dd>
    </div>
  );
}
