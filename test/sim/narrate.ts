import { isLocal, type View, type VisibleRow } from './oracle/view.ts';

/** The trace of a run that nobody reads: whoever writes long lines need not. */
export const silent = (): void => {};

/**
 * What changed from one published state to the next, in one line. Keys are left out: they may come from
 * outside the seed.
 */
export function narrate(before: View | undefined, view: View): string {
  const { rows, continuity, connection, hasOlder } = view;
  const older = hasOlder ? 'more above' : 'from the start';
  const said = `${continuity}/${connection}, ${rows.length} rows ${older}`;
  const gaps = view.gaps.map(
    (gap) => `gap ${nameOfKey(rows, gap.afterKey)}…${nameOfKey(rows, gap.beforeKey)}`,
  );
  return [said, ...gaps, ...narrateRows(before?.rows ?? [], rows)].join(' ');
}

function narrateRows(before: readonly VisibleRow[], rows: readonly VisibleRow[]): string[] {
  const was = new Map(before.map((row) => [nameOf(row), row]));
  const names = rows.map(nameOf);
  const is = new Set(names);
  const changes = rows.flatMap((row, index) => {
    const old = was.get(nameOf(row));
    if (!old) return `+${nameOf(row)} after ${names[index - 1] ?? 'nothing'}`;
    return old.text === row.text ? [] : `~${nameOf(row)}`;
  });
  const stayed = [...was.keys()].filter((name) => is.has(name));
  const gone = [...was.keys()].filter((name) => !is.has(name)).map((name) => `-${name}`);
  const isMoved = stayed.join() !== names.filter((name) => was.has(name)).join();
  return [...changes, ...gone, ...(isMoved ? ['moved', ...names] : [])];
}

function nameOfKey(rows: readonly VisibleRow[], key: string): string {
  const row = rows.find((one) => one.key === key);
  return row ? nameOf(row) : 'nothing';
}

/** The end of an id tells it apart; local rows have their words and status. */
function nameOf(row: VisibleRow): string {
  if (isLocal(row)) return `[${row.status} ${row.text}]`;
  const at = row.id.lastIndexOf('x');
  return row.id.slice(at < 0 ? -12 : at);
}
