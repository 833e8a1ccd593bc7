/** Wire shapes of Letta, in its own words and in the order of its fields (PROTOCOLS §6.5), and its controls. */

/** What every chunk and every history item begins with. Dates are ISO, whole seconds, `+00:00`. */
export interface LettaHead {
  readonly id: string;
  readonly date: string;
  readonly name: string | null;
  readonly message_type: string;
  readonly otid: string | null;
  readonly sender_id: string | null;
  readonly step_id: string | null;
  readonly is_err: boolean | null;
  readonly seq_id: number | null;
  readonly run_id: string | null;
}

/** A head and the fields of its type. */
export type LettaMessage = LettaHead & Readonly<Record<string, unknown>>;

export interface LettaToolReturn {
  readonly type: 'tool';
  readonly tool_call_id: string;
  readonly status: 'success' | 'error';
  readonly tool_return: string;
  readonly stdout: readonly string[] | null;
  readonly stderr: readonly string[] | null;
}

export type LettaApproval =
  | LettaToolReturn
  | {
      readonly type: 'approval';
      readonly tool_call_id: string;
      readonly approve: boolean;
      readonly reason?: string | null;
    };

export interface LettaToolCall {
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
  readonly tool_call_id: string;
}

/** One row of the database. It shows as several messages, see `expandRow`. */
export interface LettaRow {
  readonly id: string;
  readonly kind:
    | 'system'
    | 'user'
    | 'assistant'
    | 'approval-request'
    | 'tool'
    | 'approval-response';
  /** Epoch ms; only whole seconds show. */
  readonly createdAt: number;
  readonly runId: string | null;
  readonly stepId: string | null;
  /** The client's, on user rows. */
  readonly otid: string | null;
  /** Text, or parts. */
  readonly content?: string | readonly unknown[];
  readonly reasoning?: string;
  readonly hiddenReasoning?: 'redacted' | 'omitted';
  readonly toolCalls?: readonly LettaToolCall[];
  readonly toolReturns?: readonly LettaToolReturn[];
  readonly approvals?: readonly LettaApproval[];
}

export type LettaRunStatus = 'created' | 'running' | 'completed' | 'failed' | 'cancelled';

/** A call the agent makes. `approval` and `client` calls wait for the other side. */
export interface LettaToolScript {
  readonly name: string;
  readonly input: unknown;
  /** Default: a new `call_…`. */
  readonly id?: string;
  readonly output?: string;
  readonly status?: 'success' | 'error';
  readonly waitsFor?: 'approval' | 'client';
  /** ms the tool is silent before it returns. */
  readonly duration?: number;
}

/** One step of a run: what becomes one row, and the returns of its tools. */
export interface LettaStep {
  readonly reasoning?: string;
  readonly hiddenReasoning?: 'redacted' | 'omitted';
  readonly text?: string;
  readonly tools?: readonly LettaToolScript[];
  /** ms before the step. */
  readonly delay?: number;
}

/** One run of the agent. */
export interface LettaScript {
  readonly steps: readonly LettaStep[];
  /** ms between chunks. */
  readonly pace?: number;
  /** Characters per delta in token mode. Default 4. */
  readonly pieceSize?: number;
  /** Stands still after so many chunks, pings not counted, until `proceed`. */
  readonly holdAfter?: number;
  /** Steps instead of the rest, when an approval is denied. */
  readonly denied?: readonly LettaStep[];
  readonly stopReason?: string;
  /** Fails after the steps. `isBare`: the error alone, without `stop_reason` and `[DONE]`. */
  readonly error?: { readonly type: string; readonly message: string; readonly isBare?: boolean };
}

export interface LettaSeed {
  readonly conversations: readonly {
    /** `conv-<uuid>`; for the agent's own conversation its agent id. */
    readonly id: string;
    /** Default: the first agent. */
    readonly agentId?: string;
    readonly title?: string;
    readonly rows?: readonly LettaRowInput[];
  }[];
}

/** A row to be stored: what is missing gets ordinary values. Tools with an `output` bring their return rows. */
export type LettaRowInput = Pick<LettaStep, 'reasoning' | 'hiddenReasoning' | 'tools'> & {
  readonly kind?: 'system' | 'user' | 'assistant';
  readonly content?: string | readonly unknown[];
  readonly otid?: string;
  /** Epoch ms. Default now. */
  readonly at?: number;
};

/** What tests and the control plane can do to a Letta server. */
export interface LettaControl {
  seed(data: LettaSeed): void;
  /** Queues runs: the next messages to that conversation are answered with these. */
  script(data: { readonly conversationId: string; readonly replies: readonly LettaScript[] }): void;
  /** Stores a row, as if it had come from elsewhere. The stream tells nobody. */
  emit(row: LettaRowInput & { readonly conversationId: string }): LettaRow;
  edit(change: {
    readonly conversationId: string;
    readonly id: string;
    readonly content: string;
  }): LettaRow;
  remove(target: { readonly conversationId: string; readonly id: string }): void;
  /** Another client sends `text` (background, tokens): a run that nobody here started. */
  startRun(data: { readonly conversationId: string; readonly text: string }): { runId: string };
  /** Lets runs that stand still go on. */
  proceed(conversationId: string): void;
  /** History as the API lists it, oldest first: the oracle. */
  messages(conversationId: string): readonly LettaMessage[];
  runs(): readonly { readonly id: string; readonly status: LettaRunStatus }[];
  /** The log of a run is gone, or only its last `keep` entries are left. */
  trimLog(data: { readonly runId: string; readonly keep: number }): void;
}
