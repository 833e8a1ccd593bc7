import { useEffect } from 'react';
import { useUrlParam } from './useUrlParam.ts';

/** Theme, direction and density from the address, put on the document. */
export function useAppearance(): void {
  const [theme] = useUrlParam('theme');
  const [direction] = useUrlParam('dir');
  const [density] = useUrlParam('density');
  useEffect(() => {
    const { documentElement: root } = document;
    root.dir = direction ?? 'ltr';
    setData(root, 'theme', theme);
    setData(root, 'density', density);
  }, [theme, direction, density]);
}

function setData(root: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) delete root.dataset[name];
  else root.dataset[name] = value;
}
