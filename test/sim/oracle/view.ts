/** What the reader sees at one moment, as plain data. */
export interface View {
  readonly rows: readonly VisibleRow[];
  readonly continuity: 'joining' | 'live' | 'reconciling' | 'gap' | 'paused';
  readonly connection: string;
  readonly hasOlder: boolean;
  readonly gaps: readonly { readonly afterKey: string; readonly beforeKey: string }[];
}

export interface VisibleRow {
  readonly id: string;
  readonly key: string;
  readonly text: string;
  readonly status: string;
  readonly createdAt: number;
  readonly conversationId: string;
  /** As they are, for those who look closer. */
  readonly parts?: readonly VisiblePart[];
}

export interface VisiblePart {
  readonly type: string;
  readonly text?: string;
  readonly toolCallId?: string;
  readonly state?: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly errorText?: string;
}

export interface Violation {
  readonly rule: string;
  readonly at: number;
  readonly detail: string;
}

export type Report = (rule: string, detail: string) => void;

const localStatuses = new Set(['queued', 'sending', 'failed', 'unconfirmed']);

/** Rows the server has not confirmed. `unconfirmed`: it took the message and never showed it. */
export function isLocal({ status }: VisibleRow): boolean {
  return localStatuses.has(status);
}
