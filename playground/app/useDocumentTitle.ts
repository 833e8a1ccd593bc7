import { useEffect } from 'react';

/** Tabs are told apart by it. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
