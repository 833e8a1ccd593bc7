'use client';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import { List } from '../transcript/List.tsx';
import { Spacer } from './Spacer.tsx';
import { useRowWindow } from './useRowWindow.ts';

/** `auto`: only rows near the viewport are mounted once there are some hundreds of them. */
export type Virtualize = boolean | 'auto';

export interface WindowedListProps {
  readonly keys: readonly string[];
  readonly virtualize: Virtualize;
  /** The row with this index, and what stands before it, each with a React key. The row's element carries `data-key`. */
  readonly renderRow: (index: number) => readonly ReactNode[];
}

/** Fewer rows than this are quick enough as they are, and the browser finds and prints them itself. */
const longList = 300;

/** The rows of a list; of a long one only those near the viewport are mounted. */
export function WindowedList({ keys, virtualize, renderRow }: WindowedListProps): ReactElement {
  const isWindowed = virtualize === true || (virtualize === 'auto' && keys.length > longList);
  const { list, mounted, getRoom } = useRowWindow(keys, isWindowed);
  // Not by props: a message more would render every row to tell it so.
  useEffect(() => {
    if (isWindowed) tellPositions(list.current!, keys, mounted);
  });
  const renderRoom = (from: number, to: number): ReactNode =>
    from < to && <Spacer key={`room before ${keys[to] ?? ''}`} size={getRoom(from, to)} />;
  return (
    <List ref={list}>
      {mounted.flatMap((index, place) => [
        renderRoom((mounted[place - 1] ?? -1) + 1, index),
        ...renderRow(index),
      ])}
      {renderRoom((mounted.at(-1) ?? -1) + 1, keys.length)}
    </List>
  );
}

function tellPositions(
  list: HTMLElement,
  keys: readonly string[],
  mounted: readonly number[],
): void {
  const positions = new Map(mounted.map((index) => [keys[index], index + 1]));
  for (const row of list.querySelectorAll<HTMLElement>(':scope > [data-key]')) {
    row.setAttribute('aria-posinset', String(positions.get(row.dataset['key'])));
    row.setAttribute('aria-setsize', String(keys.length));
  }
}
