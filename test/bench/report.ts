let hasMissed = false;

export function printTitle(title: string): void {
  console.log(`\n${title}`);
}

export function printRow(...cells: readonly (string | number)[]): void {
  const [first = '', ...rest] = cells.map(format);
  console.log(`  ${first.padEnd(34)}${rest.map((cell) => cell.padStart(12)).join('')}`);
}

/** A goal that can be checked on any machine: a ratio, or a count. Missing it fails the run. */
export function check(what: string, value: number, limit: number): void {
  const isMet = value <= limit;
  hasMissed ||= !isMet;
  console.log(
    `  ${isMet ? 'met   ' : 'MISSED'} ${what}: ${format(value)} (at most ${format(limit)})`,
  );
}

/** A ratio that a busy machine spoils: the design's goal is told, what it must never reach fails the run. */
export function checkLoosely(what: string, value: number, goal: number, limit: number): void {
  note(what, value, goal, '×');
  if (value > limit) check(what, value, limit);
}

/** A goal in absolute time: told, not failed on, for machines differ. */
export function note(what: string, value: number, limit: number, unit: string): void {
  const isMet = value <= limit;
  console.log(
    `  ${isMet ? 'met   ' : 'missed'} ${what}: ${format(value)} ${unit} (at most ${format(limit)})`,
  );
}

/** 1 when a goal was missed. */
export function getExitCode(): number {
  return hasMissed ? 1 : 0;
}

function format(value: string | number): string {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
