import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { ActedContext } from './ActedContext.ts';

export interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A panel over the lower part of the page, for screens without room for a column. Focus stays in it while it is open. */
export function Sheet({ title, onClose, children }: SheetProps): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null || dialog.open) return undefined;
    dialog.showModal();
    // Left in the document, the focus goes back to where it came from.
    return () => dialog.close();
  }, []);
  const handleClose = (): void => {
    // Told late: it may be open again.
    if (ref.current?.open !== true) onClose();
  };
  return (
    <dialog ref={ref} className="pg-sheet" aria-label={title} closedby="any" onClose={handleClose}>
      <header className="pg-sheet-header">
        <h2>{title}</h2>
        <button type="button" className="pg-button" onClick={() => ref.current?.close()}>
          Done
        </button>
      </header>
      <ActedContext value={onClose}>
        <div className="pg-sheet-content">{children}</div>
      </ActedContext>
    </dialog>
  );
}
