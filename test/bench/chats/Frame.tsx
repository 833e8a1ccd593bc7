import type { ReactElement, ReactNode } from 'react';

export const shownRows = 30;

export interface FrameProps {
  readonly children: ReactNode;
  readonly onSend: () => void;
}

/** The screen around the rows: a box that stays at its end without a script, and a button that asks for the answer. */
export function Frame({ children, onSend }: FrameProps): ReactElement {
  return (
    <>
      <main
        style={{ height: 600, overflow: 'auto', display: 'flex', flexDirection: 'column-reverse' }}
      >
        <div>{children}</div>
      </main>
      <button type="button" onClick={onSend}>
        Go on
      </button>
    </>
  );
}
