import type { ReactElement } from 'react';

/** How often each row has rendered. */
export const renders = new Map<string, number>();

export function countRender(id: string): void {
  renders.set(id, (renders.get(id) ?? 0) + 1);
}

export interface RowProps {
  readonly id: string;
  readonly role: string;
  readonly text: string;
}

/** What every chat of a bench shows a message with. Each has its own row around it, memoised. */
export function Row({ id, role, text }: RowProps): ReactElement {
  countRender(id);
  return (
    <article>
      <b>{role}</b>
      <p>{text}</p>
    </article>
  );
}
