/** One entry of a run's log (PROTOCOLS §6.7). */
export interface LogEntry {
  /** From 1. What ends a run has a number too, but does not show it. */
  readonly seq: number;
  readonly kind: 'chunk' | 'ping' | 'end';
  /** `event:` where there is one. */
  readonly name?: string;
  /** What follows `data: `. */
  readonly data: string;
  /** Readers stop here. */
  readonly isComplete?: boolean;
  /** It carries part of a step. */
  readonly isSpoken?: boolean;
  /** It reached the reader. */
  readonly onTold?: (now: number) => void;
  /** It is lost on the way. */
  readonly onLost?: () => void;
}

/** What a run said. It shows to readers when it is flushed. */
export class RunLog {
  entries: LogEntry[] = [];
  /** Nobody can read it any more. */
  isGone = false;
  private held: LogEntry[] = [];
  private lastSeq = 0;

  get nextSeq(): number {
    return this.lastSeq + 1;
  }

  push(entry: Omit<LogEntry, 'seq'>): void {
    this.lastSeq += 1;
    this.held.push({ ...entry, seq: this.lastSeq });
  }

  flush(): void {
    this.entries.push(...this.held);
    this.held = [];
  }

  /** What was not flushed when the server died. */
  dropHeld(): void {
    this.held = [];
  }

  find(seq: number): LogEntry | undefined {
    const first = this.entries[0]?.seq ?? 0;
    return this.entries[seq - first];
  }

  /** Forgets the oldest entries. Returns those forgotten. */
  trim(count: number): readonly LogEntry[] {
    return this.entries.splice(0, count);
  }

  /** The highest number that shows. */
  get lastShown(): number {
    return this.entries.findLast(({ kind }) => kind !== 'end')?.seq ?? 0;
  }
}
