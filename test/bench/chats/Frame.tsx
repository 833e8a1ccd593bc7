import type { ReactElement, ReactNode } from 'react';

export const shownRows = 30;

export interface FrameProps {
  readonly children: ReactNode;
  readonly onSend: () => Promise<unknown>;
}

/** The screen around the rows: a box that stays at its end without a script, and a button. */
export function Frame({ children, onSend }: FrameProps): ReactElement {
  return (
    <>
      <main
        style={{ height: 600, overflow: 'auto', display: 'flex', flexDirection: 'column-reverse' }}
      >
        <div>{children}</div>
      </main>
      <SendButton onSend={onSend} />
    </>
  );
}

/** Asks for the answer. A chat that is taken away gives it up. */
export function SendButton({ onSend }: Pick<FrameProps, 'onSend'>): ReactElement {
  return (
    <button type="button" onClick={() => void onSend().catch(() => undefined)}>
      Go on
    </button>
  );
}
