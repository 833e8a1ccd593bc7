import { useCallback } from 'react';
import { useMediaQuery } from './useMediaQuery.ts';
import { useUrlParam } from './useUrlParam.ts';

export interface Panel {
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
}

/** One column, panels over it. Keep in step with `playground.css`. */
export const phone = '(width < 860px)';

/** A panel that the address can open and close; otherwise it is open where there is room. */
export function usePanel(name: string): Panel {
  const hasRoom = !useMediaQuery(phone);
  const [value, setValue] = useUrlParam(name);
  const setOpen = useCallback(
    (isOpen: boolean) => {
      if (isOpen === hasRoom) setValue('');
      else setValue(isOpen ? 'open' : 'closed');
    },
    [hasRoom, setValue],
  );
  return { isOpen: value === undefined ? hasRoom : value === 'open', setOpen };
}
