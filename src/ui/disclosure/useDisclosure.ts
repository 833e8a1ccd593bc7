'use client';
import { useCallback, useEffect, useId, useState, type HTMLAttributes } from 'react';

export interface UseDisclosureResult {
  readonly isOpen: boolean;
  /** For the button. */
  readonly trigger: Pick<
    HTMLAttributes<HTMLElement>,
    'aria-expanded' | 'aria-controls' | 'onClick'
  >;
  /** For what it shows. Hidden it can still be found by the browser's search, which opens it. */
  readonly panel: Pick<HTMLAttributes<HTMLElement>, 'id' | 'hidden'> & {
    readonly ref: (panel: HTMLElement | null) => void;
  };
}

/** Something that opens and closes below its button. `opens` is what it does until the reader decides. */
export function useDisclosure(opens: boolean): UseDisclosureResult {
  const id = useId();
  const [chosen, setChosen] = useState<boolean>();
  const [panel, setPanel] = useState<HTMLElement | null>(null);
  const isOpen = chosen ?? opens;
  useEffect(() => {
    // React knows `hidden` as a boolean only.
    if (panel && !isOpen) panel.setAttribute('hidden', 'until-found');
  }, [panel, isOpen]);
  useEffect(() => {
    const open = (): void => setChosen(true);
    panel?.addEventListener('beforematch', open);
    return () => panel?.removeEventListener('beforematch', open);
  }, [panel]);
  const onClick = useCallback(() => setChosen(!isOpen), [isOpen]);
  return {
    isOpen,
    trigger: { 'aria-expanded': isOpen, 'aria-controls': id, onClick },
    panel: { id, hidden: !isOpen, ref: setPanel },
  };
}
