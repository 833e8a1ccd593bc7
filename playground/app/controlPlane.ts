import { digestMessages } from '../digest.ts';
import type { ShownRow } from './readRows.ts';

/** The control plane of a reference server: what happens to it, and what it knows. */
export interface ControlPlane {
  post(call: string, body?: object): Promise<unknown>;
  /** Digest of what the server has, from the message `from` on. */
  getDigest(conversationId: string, from: string | undefined): Promise<ServerDigest>;
  getStreams(): Promise<readonly StreamRecord[]>;
  getState(): Promise<ServerState>;
}

export interface ServerDigest {
  readonly digest: string;
  readonly count: number;
}

/** One stream as the server sees it. */
export interface StreamRecord {
  readonly number: number;
  readonly path: string;
  readonly query: string;
  readonly bytesSent: number;
  readonly body?: string;
}

/** What a server says of itself, as far as somebody shows it. */
export interface ServerState {
  readonly sockets?: number;
  readonly conversations?: readonly { readonly id: string; readonly status?: string }[];
  readonly runs?: readonly { readonly conversationId: string; readonly status: string }[];
}

export function createControlPlane(controlUrl: string): ControlPlane {
  const call = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(`${controlUrl}/${path}`, init);
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  };
  return {
    post: (name, body = {}) =>
      call(name, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    getDigest: async (conversation, from) => {
      const query = new URLSearchParams({ conversation });
      const all = (await call(`transcript?${query}`)) as readonly ShownRow[];
      // A row the server does not have makes the whole differ, which is what it is.
      const start =
        from === undefined
          ? 0
          : Math.max(
              0,
              all.findIndex(({ id }) => id === from),
            );
      const rows = all.slice(start);
      return { digest: digestMessages(rows), count: rows.length };
    },
    getStreams: async () => (await call('streams')) as readonly StreamRecord[],
    getState: async () => (await call('state')) as ServerState,
  };
}
