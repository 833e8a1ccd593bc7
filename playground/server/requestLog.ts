import type { IncomingHttpHeaders } from 'node:http';

/** One request as the server saw it. Times are epoch ms by the wall clock. */
export interface LogRecord {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  /** Query with credentials masked. */
  readonly query: string;
  /** The backend's name for the call: `history`, `send`, `stream` … */
  readonly route: string | undefined;
  /** Credentials are masked except their last four characters. */
  readonly headers: Readonly<Record<string, string>>;
  body: string;
  readonly openedAt: number;
  status?: number;
  isStream: boolean;
  /** Kinds of the faults committed on this request. */
  faults: readonly string[];
  /** Body bytes handed to the socket. */
  bytesSent: number;
  closedAt?: number;
  /** `client`: the other side left before the response was over. */
  closedBy?: 'server' | 'client';
}

export interface RequestLog {
  open(request: LoggedRequest): LogRecord;
  /** Marks a record closed; the first call counts. */
  close(record: LogRecord, by: 'server' | 'client'): void;
  all(): readonly LogRecord[];
  openStreams(): readonly LogRecord[];
  clear(): void;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly route: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/* A playground runs for days. */
const maxRecords = 50_000;

export function createRequestLog(onChange: () => void): RequestLog {
  let records: LogRecord[] = [];
  let count = 0;
  return {
    open({ method, path, query, route, headers }) {
      count += 1;
      const record: LogRecord = {
        number: count,
        method,
        path,
        query: maskQuery(query),
        route,
        headers: maskHeaders(headers),
        body: '',
        openedAt: Date.now(),
        isStream: false,
        faults: [],
        bytesSent: 0,
      };
      records.push(record);
      if (records.length > maxRecords) records = records.filter(isRecent);
      onChange();
      return record;
    },
    close(record, by) {
      if (record.closedAt !== undefined) return;
      record.closedAt = Date.now();
      record.closedBy = by;
      onChange();
    },
    all: () => [...records],
    openStreams: () => records.filter((record) => record.isStream && record.closedAt === undefined),
    clear() {
      records = records.filter((record) => record.closedAt === undefined);
    },
  };
}

function isRecent({ closedAt }: LogRecord, index: number): boolean {
  return closedAt === undefined || index > maxRecords / 2;
}

const secretHeaders = new Set(['authorization', 'x-api-key', 'cookie', 'x-bare-password']);
const secretQueries = new Set(['ticket', 'token', 'api_key', 'key']);

/** Enough to tell two secrets apart and to see that a canary was used, too little to use it. */
export function maskSecret(secret: string): string {
  return `•••${secret.slice(-4)}`;
}

function maskHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    return [name, secretHeaders.has(name) ? maskSecret(text) : text];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function maskQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${name}=${secretQueries.has(name) ? maskSecret(value) : value}`)
    .join('&');
}
