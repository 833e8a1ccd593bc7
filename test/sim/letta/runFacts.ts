import { Facts } from '../oracle/facts.ts';
import type { SimRecord } from '../record.ts';
import type { RecordedRun, RecordedStep } from './runRecord.ts';

export interface StepFact {
  readonly step: RecordedStep;
  /** In the server's order. */
  readonly position: number;
  /** Absent for rows from before. */
  readonly run: RecordedRun | undefined;
}

/** The record of one conversation, indexed. Grows with the record. */
export class RunFacts {
  readonly base: Facts;
  readonly record: SimRecord;
  readonly conversationId: string;
  readonly all: StepFact[] = [];
  readonly runs: RecordedRun[] = [];
  /** The page was loaded then: what was told before is forgotten. */
  loadedAt = 0;
  private readonly byId = new Map<string, StepFact>();
  private readonly foreignIds = new Set<string>();
  private readSteps = 0;
  private readRuns = 0;

  constructor(record: SimRecord, conversationId: string) {
    this.record = record;
    this.conversationId = conversationId;
    this.base = new Facts(record, conversationId);
  }

  update(): void {
    this.base.update();
    const { runs, steps } = this.record;
    for (; this.readRuns < runs.length; this.readRuns += 1) {
      const run = runs[this.readRuns];
      if (run?.conversationId === this.conversationId) this.runs.push(run);
    }
    for (; this.readSteps < steps.length; this.readSteps += 1) {
      const step = steps[this.readSteps];
      if (step) this.add(step);
    }
  }

  find(id: string): StepFact | undefined {
    return this.byId.get(id);
  }

  isForeign(id: string): boolean {
    return this.foreignIds.has(id);
  }

  private add(step: RecordedStep): void {
    if (step.conversationId !== this.conversationId) {
      this.foreignIds.add(step.id);
      return;
    }
    const run = this.runs.find(({ id }) => id === step.runId);
    const fact = { step, position: this.all.length, run };
    this.all.push(fact);
    this.byId.set(step.id, fact);
  }
}
