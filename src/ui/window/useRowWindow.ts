'use client';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useBeforePaint } from '../part/useBeforePaint.ts';
import type { ScrollHost } from '../scroll/createScrollHost.ts';
import { useScrollHost } from '../scroll/useScrollHost.ts';
import { createRowHeights } from './createRowHeights.ts';
import { findKeptRows } from './findKeptRows.ts';
import { measureRows, readStretch } from './measureRows.ts';
import { chooseRange, isEnough, lastRows, rangeAround, type RowRange } from './rowRange.ts';

export interface RowWindow {
  readonly list: RefObject<HTMLOListElement | null>;
  /** Indexes of the rows to mount, ascending. */
  readonly mounted: readonly number[];
  /** Room that the rows from one index to another take, px. */
  readonly getRoom: (from: number, to: number) => number;
}

interface Shown {
  readonly range: RowRange;
  /** Rows outside the range that hold the focus or the selection. */
  readonly kept: readonly string[];
  /** All of them: for print. */
  readonly isWhole: boolean;
}

/** Which rows of a list are mounted: of a windowed one those near the viewport, and those the reader works with. */
export function useRowWindow(keys: readonly string[], isWindowed: boolean): RowWindow {
  const list = useRef<HTMLOListElement>(null);
  const [heights] = useState(createRowHeights);
  const [shown, setShown] = useState<Shown>(() => ({
    range: lastRows(keys.length),
    kept: [],
    isWhole: false,
  }));
  const [listed, setListed] = useState(keys);
  let { range } = shown;
  if (listed !== keys) {
    range = moveRange(range, listed, keys);
    setListed(keys);
    setShown({ ...shown, range });
  }
  heights.setKeys(keys);
  const host = useScrollHost();

  const update = useCallback(
    (isSync: boolean) => {
      const ol = list.current;
      if (!ol || !isWindowed) return;
      measureRows(ol, heights);
      const stretch = readStretch(ol, heights, keys);
      const kept = findKeptRows(ol);
      const next = (before: Shown): Shown => {
        const isSame = before.kept.join() === kept.join();
        if (isSame && isEnough(before.range, heights, keys.length, stretch)) return before;
        return { ...before, kept, range: chooseRange(heights, keys.length, stretch) };
      };
      // A scroll must not show the room of rows in place of the rows.
      if (isSync) flushSync(() => setShown(next));
      else setShown(next);
    },
    [heights, keys, isWindowed],
  );
  useBeforePaint(() => {
    // Or what is in view would be other rows than those the reader is at.
    if (isWindowed) host.controller?.settle();
    update(false);
  }, [host, isWindowed, update]);
  useEffect(
    () =>
      setReveal(host, (key) => {
        const index = keys.indexOf(key);
        if (isWindowed && index >= 0)
          flushSync(() =>
            setShown((before) => ({ ...before, range: rangeAround(index, keys.length) })),
          );
      }),
    [host, keys, isWindowed],
  );
  useEffect(() => host.onScroll(() => update(true)), [host, update]);
  useEffect(() => {
    const end = new AbortController();
    for (const type of ['beforeprint', 'afterprint']) {
      const isWhole = type === 'beforeprint';
      const show = (): void => flushSync(() => setShown((before) => ({ ...before, isWhole })));
      window.addEventListener(type, show, { signal: end.signal });
    }
    return () => end.abort();
  }, []);
  const isWhole = shown.isWhole || !isWindowed;
  const mounted = listMounted(isWhole ? { start: 0, end: keys.length } : range, shown.kept, keys);
  const getRoom = (from: number, to: number): number => heights.getTop(to) - heights.getTop(from);
  return { list, mounted, getRoom };
}

function setReveal(host: ScrollHost, reveal: (key: string) => void): () => void {
  host.reveal = reveal;
  return () => {
    host.reveal = undefined;
  };
}

/** The same rows in the list as it is now; at the end it stays at the end. */
function moveRange(range: RowRange, before: readonly string[], after: readonly string[]): RowRange {
  if (range.end >= before.length) {
    const size = range.end - range.start;
    return { start: Math.max(0, after.length - Math.max(size, 1)), end: after.length };
  }
  const first = before[range.start];
  const start = first === undefined ? -1 : after.indexOf(first);
  if (start < 0) return lastRows(after.length);
  return { start, end: Math.min(after.length, start + range.end - range.start) };
}

function listMounted(
  { start, end }: RowRange,
  kept: readonly string[],
  keys: readonly string[],
): number[] {
  const indexes = new Set(kept.map((key) => keys.indexOf(key)));
  indexes.delete(-1);
  for (let index = start; index < end; index += 1) indexes.add(index);
  return [...indexes].toSorted((a, b) => a - b);
}
