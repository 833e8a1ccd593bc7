import { useCallback, useSyncExternalStore } from 'react';

const changed = 'playground:url';

/** One parameter of the page's address, kept there so that a link shows what its sender sees. */
export function useUrlParam(name: string): [string | undefined, (value: string) => void] {
  const value = useSyncExternalStore(subscribe, () => read(name));
  const set = useCallback(
    (next: string) => {
      const url = new URL(location.href);
      if (next === '') url.searchParams.delete(name);
      else url.searchParams.set(name, next);
      history.replaceState(null, '', url);
      dispatchEvent(new Event(changed));
    },
    [name],
  );
  return [value, set];
}

function read(name: string): string | undefined {
  return new URL(location.href).searchParams.get(name) ?? undefined;
}

function subscribe(onChange: () => void): () => void {
  addEventListener(changed, onChange);
  addEventListener('popstate', onChange);
  return () => {
    removeEventListener(changed, onChange);
    removeEventListener('popstate', onChange);
  };
}
