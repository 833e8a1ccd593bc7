import {
  defaultMatch,
  faultKinds,
  type Fault,
  type FaultMatch,
  type QueuedFault,
} from './fault.ts';

/** Faults waiting for their request. A request takes the first that matches; the others wait on. */
export interface FaultQueue {
  add(faults: readonly QueuedFault[]): void;
  /** What happens to this request: nothing, or a fault and those committed together with it. */
  take(request: FaultableRequest): readonly Fault[];
  pending(): readonly QueuedFault[];
  clear(): void;
}

export interface FaultableRequest {
  readonly method: string;
  readonly path: string;
  readonly route: string | undefined;
  /** Answered with an event stream, whatever the backend calls it. */
  readonly isStream?: boolean;
}

interface Entry {
  readonly fault: QueuedFault;
  readonly match: FaultMatch;
  seen: number;
  left: number;
}

export function createFaultQueue(): FaultQueue {
  let entries: Entry[] = [];
  return {
    add(faults) {
      for (const fault of faults) entries.push(toEntry(fault));
    },
    take(request) {
      const matching = entries.filter((entry) => matches(entry.match, request));
      for (const entry of matching) entry.seen += 1;
      const hit = matching.find((entry) => entry.seen >= (entry.match.nth ?? 1));
      if (!hit) return [];
      hit.left -= 1;
      entries = entries.filter((entry) => entry.left > 0);
      return [hit.fault, ...(hit.fault.also ?? [])];
    },
    pending: () => entries.map((entry) => entry.fault),
    clear() {
      entries = [];
    },
  };
}

function toEntry(fault: QueuedFault): Entry {
  for (const { kind } of [fault, ...(fault.also ?? [])]) {
    if (!faultKinds.includes(kind)) {
      throw new Error(`Unknown fault kind "${kind}". Known: ${faultKinds.join(', ')}.`);
    }
  }
  const match = { ...defaultMatch(fault.kind), ...fault.match };
  // A path of its own replaces the usual route.
  if (fault.match?.path !== undefined && fault.match.route === undefined) {
    return { fault, match: fault.match, seen: 0, left: fault.times ?? 1 };
  }
  return { fault, match, seen: 0, left: fault.times ?? 1 };
}

function matches(match: FaultMatch, request: FaultableRequest): boolean {
  const { method, path, route, isStream } = request;
  // A preflight is the browser's own; it is hit only when asked for by name.
  if (match.method === undefined ? method === 'OPTIONS' : match.method.toUpperCase() !== method) {
    return false;
  }
  const isMeant = match.route === route || (match.route === 'stream' && isStream);
  if (match.route !== undefined && !isMeant) return false;
  return match.path === undefined || matchesPath(match.path, path);
}

function matchesPath(pattern: string, path: string): boolean {
  if (!pattern.includes('*')) return path.endsWith(pattern);
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`).test(path);
}

/** Reads the header `x-ref-fault: <kind>[;key=value]…`, by which one request asks for its own fault. */
export function parseFaultHeader(header: string | undefined): readonly Fault[] {
  if (!header) return [];
  const [kind = '', ...pairs] = header.split(';').map((part) => part.trim());
  const values = pairs.map((pair): [string, unknown] => {
    const [key = '', ...rest] = pair.split('=');
    return [key, parseValue(rest.join('='))];
  });
  const fault = { kind, ...Object.fromEntries(values) } as Fault;
  return [toEntry(fault).fault];
}

function parseValue(text: string): unknown {
  if (/^-?\d+$/.test(text)) return Number(text);
  if (/^\d+(,\d+)+$/.test(text)) return text.split(',').map(Number);
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}
