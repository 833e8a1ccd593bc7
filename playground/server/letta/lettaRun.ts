import type { LettaRunStatus } from './lettaTypes.ts';

/** One chunk of a run as its log keeps it. */
export interface LogEntry {
  /** From 1. `stop_reason`, `usage_statistics` and `[DONE]` have numbers too, but do not show them. */
  readonly seq: number;
  readonly kind: 'chunk' | 'ping' | 'stop' | 'usage' | 'error' | 'done';
  /** `event:` where there is one. */
  readonly event?: string;
  /** What follows `data: `; an object is written compactly, with `seq_id` where it shows it. */
  readonly data: string | Readonly<Record<string, unknown>>;
  /** Background readers stop here (PROTOCOLS §6.5, error endings). */
  readonly isComplete?: boolean;
}

/** A run and its log. Foreground runs have one too, which nobody can ask for. */
export class LettaRun {
  readonly id: string;
  readonly conversationId: string;
  readonly agentId: string;
  readonly isBackground: boolean;
  readonly includePings: boolean;
  readonly otids: readonly string[];
  /** Epoch ms. */
  readonly createdAt: number;
  status: LettaRunStatus = 'running';
  stopReason: string | null = null;
  completedAt: number | null = null;
  /** The last chunk is out. */
  isOver = false;
  readonly rowIds: string[] = [];
  private entries: LogEntry[] = [];
  private held: LogEntry[] = [];
  private lastSeq = 0;
  private readonly readers = new Set<() => void>();

  constructor(
    fields: Pick<
      LettaRun,
      'id' | 'conversationId' | 'agentId' | 'isBackground' | 'includePings' | 'otids' | 'createdAt'
    >,
  ) {
    this.id = fields.id;
    this.conversationId = fields.conversationId;
    this.agentId = fields.agentId;
    this.isBackground = fields.isBackground;
    this.includePings = fields.includePings;
    this.otids = fields.otids;
    this.createdAt = fields.createdAt;
  }

  get isActive(): boolean {
    return this.status === 'created' || this.status === 'running';
  }

  /** Logs a chunk. It shows at the next `flush`. */
  push(entry: Omit<LogEntry, 'seq'>): void {
    this.lastSeq += 1;
    this.held.push({ ...entry, seq: this.lastSeq });
  }

  get heldCount(): number {
    return this.held.length;
  }

  /** What was logged shows. `maxLength`: older entries are trimmed. */
  flush(maxLength: number): void {
    this.entries.push(...this.held);
    this.held = [];
    this.trim(maxLength);
    for (const read of this.readers) read();
  }

  trim(keep: number): void {
    this.entries = keep === 0 ? [] : this.entries.slice(-keep);
  }

  readAfter(seq: number): readonly LogEntry[] {
    // A log is thousands of entries long and read at every flush: look from its end.
    const index = this.entries.findLastIndex((entry) => entry.seq <= seq);
    return this.entries.slice(index + 1);
  }

  /** Calls back whenever there is more. Returns the unsubscribe. */
  follow(read: () => void): () => void {
    this.readers.add(read);
    return () => void this.readers.delete(read);
  }
}
