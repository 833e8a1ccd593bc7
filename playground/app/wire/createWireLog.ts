import { maskCredentials } from './maskCredentials.ts';
import { createFrameSplitter } from './splitFrames.ts';
import { isAbort, watchBody } from './watchBody.ts';

/** One line of the log: what the page asked, what it was answered, or a frame of a stream. */
export interface WireEntry {
  readonly number: number;
  /** Epoch ms. */
  readonly at: number;
  /** `beat`: a frame that only says that the stream lives. */
  /** Which request it belongs to, counted from 1. */
  readonly call: number;
  readonly kind: 'request' | 'answer' | 'frame' | 'beat' | 'end';
  /** Without credentials. */
  readonly text: string;
}

/** What goes over the wire, newest last. */
export interface WireLog {
  readonly fetch: typeof fetch;
  readonly getEntries: () => readonly WireEntry[];
  /** Calls back at most ten times a second. */
  readonly subscribe: (onChange: () => void) => () => void;
  readonly clear: () => void;
}

const maxEntries = 200;
const maxText = 600;

/** Wraps `fetch`: everything it does is noted, except what `isIgnored` names. */
export function createWireLog(
  fetch: typeof globalThis.fetch,
  isIgnored: (url: URL) => boolean,
): WireLog {
  let entries: readonly WireEntry[] = [];
  let count = 0;
  let calls = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  const publish = (): void => {
    timer = undefined;
    for (const notify of listeners) notify();
  };
  const add = (call: number, kind: WireEntry['kind'], text: string): void => {
    count += 1;
    const shown = clip(maskCredentials(text));
    const entry = { number: count, at: Date.now(), call, kind, text: shown };
    entries = [...entries.slice(1 - maxEntries), entry];
    timer ??= setTimeout(publish, 100);
  };
  const send: typeof fetch = async (input, init) => {
    const { method, url } = describeRequest(input, init);
    if (isIgnored(url)) return fetch(input, init);
    calls += 1;
    const note = add.bind(undefined, calls);
    note('request', `${method} ${url.pathname}${url.search}`);
    const startedAt = Date.now();
    try {
      const response = await fetch(input, init);
      note('answer', `${describeStatus(response)} in ${Date.now() - startedAt} ms`);
      return isEventStream(response) ? watchStream(response, note) : response;
    } catch (error) {
      note('end', isAbort(error) ? 'given up' : 'no answer');
      throw error;
    }
  };
  return {
    fetch: send,
    getEntries: () => entries,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    clear() {
      entries = [];
      publish();
    },
  };
}

function watchStream(
  response: Response,
  note: (kind: WireEntry['kind'], text: string) => void,
): Response {
  const split = createFrameSplitter((frame) =>
    note(isBeat(frame) ? 'beat' : 'frame', frame.replaceAll(/\r\n|[\n\r]/g, '  ⏎  ')),
  );
  const endings = { closed: 'stream closed', broke: 'stream broke', left: 'stream left' };
  return watchBody(response, split, (end) => note('end', endings[end]));
}

function describeRequest(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): { method: string; url: URL } {
  const isRequest = input instanceof Request;
  const url = new URL(isRequest ? input.url : String(input), location.href);
  return { method: init?.method ?? (isRequest ? input.method : 'GET'), url };
}

function describeStatus({ status, type }: Response): string {
  return type === 'opaqueredirect' ? 'redirect' : String(status);
}

function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/** Comments, and events that are named so. */
function isBeat(frame: string): boolean {
  const lines = frame.split(/\r\n|[\n\r]/);
  return (
    lines.every((line) => line.startsWith(':')) || /"message_type":\s*"ping"|heartbeat/.test(frame)
  );
}

function clip(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}
