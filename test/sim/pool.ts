import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Batch, BatchResult } from './batch.ts';

const sourceWorker = fileURLToPath(new URL('worker.ts', import.meta.url));
const size = Math.min(2, availableParallelism());
/** Most of what a seed makes dies young: a larger nursery, MiB, is swept less often. */
const nursery = '--max-semi-space-size=64';

/** Processes that run batches side by side. */
export class Pool {
  private readonly all = new Set<ChildProcess>();
  private readonly idle: ChildProcess[] = [];
  private readonly waiting: ((child: ChildProcess) => void)[] = [];
  private readonly bundled: string | undefined;

  /** `bundled`: the worker as one file of JavaScript. Default: as it is written. */
  constructor(bundled?: string) {
    this.bundled = bundled;
  }

  /** Rejects when the process failed, or took more than `limit` ms: it is replaced. */
  async run(batch: Batch, limit?: number): Promise<BatchResult> {
    const child = await this.take();
    try {
      const result = await ask(child, batch, limit);
      this.offer(child);
      return result;
    } catch (error) {
      child.kill('SIGKILL');
      this.all.delete(child);
      this.offer(this.start());
      throw error;
    }
  }

  close(): void {
    for (const child of this.all) child.kill();
  }

  private take(): Promise<ChildProcess> {
    const child = this.idle.pop() ?? (this.all.size < size ? this.start() : undefined);
    return child ? Promise.resolve(child) : new Promise((resolve) => this.waiting.push(resolve));
  }

  private offer(child: ChildProcess): void {
    const next = this.waiting.shift();
    if (next) next(child);
    else this.idle.push(child);
  }

  private start(): ChildProcess {
    const execArgv = [...(this.bundled ? [] : process.execArgv), nursery];
    const child = fork(this.bundled ?? sourceWorker, { execArgv });
    this.all.add(child);
    return child;
  }
}

function ask(child: ChildProcess, batch: Batch, limit: number | undefined): Promise<BatchResult> {
  return new Promise((resolve, reject) => {
    const timer =
      limit === undefined ? undefined : setTimeout(() => finish(new Error('hangs')), limit);
    const handleMessage = ({ result, error }: { result?: BatchResult; error?: string }): void =>
      finish(result ?? new Error(error ?? 'gave no result'));
    const handleExit = (): void => finish(new Error('died'));
    const finish = (answer: BatchResult | Error): void => {
      clearTimeout(timer);
      child.off('message', handleMessage);
      child.off('exit', handleExit);
      if (answer instanceof Error) reject(answer);
      else resolve(answer);
    };
    child.on('message', handleMessage);
    child.on('exit', handleExit);
    child.send(batch);
  });
}
