import { useEffect, useState, type RefObject } from 'react';
import { digestMessages } from '../digest.ts';
import { readRows } from './readRows.ts';

export interface ShownDigest {
  readonly digest: string;
  readonly count: number;
  /** Id of the oldest row shown. */
  readonly from: string | undefined;
}

const nothing: ShownDigest = { digest: digestMessages([]), count: 0, from: undefined };

/** Digest of the rows below `root`, as the page really shows them; follows every change of the document. */
export function useShownDigest(root: RefObject<HTMLElement | null>): ShownDigest {
  const [shown, setShown] = useState(nothing);
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const read = (): void => setShown((before) => keepIfSame(before, digestRows(element)));
    const observer = new MutationObserver(read);
    observer.observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['data-status', 'data-message-id', 'data-source'],
    });
    const frame = requestAnimationFrame(read);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, [root]);
  return shown;
}

function digestRows(element: HTMLElement): ShownDigest {
  const rows = readRows(element);
  return { digest: digestMessages(rows), count: rows.length, from: rows[0]?.id };
}

function keepIfSame(before: ShownDigest, after: ShownDigest): ShownDigest {
  return before.digest === after.digest && before.from === after.from ? before : after;
}
