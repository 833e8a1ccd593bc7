/** Throws what a check found: what happened, and what should have. */
export function expectThat(isTrue: boolean, what: string, seen?: unknown): asserts isTrue {
  if (isTrue) return;
  const detail = seen === undefined ? '' : `\nSeen: ${show(seen)}`;
  throw new Error(what + detail);
}

export function expectSame(seen: unknown, wanted: unknown, what: string): void {
  const [a, b] = [show(seen), show(wanted)];
  if (a === b) return;
  const place = findDifference(a, b);
  throw new Error(`${what}\nWanted: ${showAround(b, place)}\nSeen:   ${showAround(a, place)}`);
}

function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return JSON.stringify(value) ?? String(value);
}

function findDifference(a: string, b: string): number {
  let place = 0;
  while (place < a.length && a[place] === b[place]) place += 1;
  return place;
}

const shownBefore = 60;
const shownAfter = 240;

/** Of a long text only where it differs. */
function showAround(text: string, place: number): string {
  const start = Math.max(0, place - shownBefore);
  const end = place + shownAfter;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}

const step = 5;

/** Resolves when `condition` holds; looks every 5 ms. */
export async function waitUntil(
  condition: () => boolean,
  timeout: number,
  describe: () => string,
): Promise<void> {
  const end = Date.now() + timeout;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${describe()} (waited ${timeout} ms)`);
    await new Promise((resolve) => setTimeout(resolve, step));
  }
}

/** What `promise` gives, unless it takes longer than `timeout` ms. */
export async function within<T>(promise: Promise<T>, timeout: number, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} (waited ${timeout} ms)`)), timeout);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
