import { hashText, type Random } from '../random.ts';
import type { ServerOptions } from '../shape.ts';
import type { RecordedPart, RecordedStep } from './runRecord.ts';
import { describeReturns, expandStep, toItem, toOtid, type Item, type RowHead } from './wire.ts';

/** A row of the database, as the items that show it. */
export interface StoredRow {
  readonly id: string;
  readonly items: readonly Item[];
  /** The items as a page writes them; written once. */
  json?: string;
}

const second = 1_000;

/** What the server holds of all conversations, in its own order; every row shown is recorded. */
export class LettaStore {
  /** Nothing happens by itself any more. */
  isQuiet = false;
  private readonly rows = new Map<string, StoredRow[]>();
  private readonly options: ServerOptions;
  private readonly random: Random;
  private count = 0;

  constructor(options: ServerOptions) {
    this.options = options;
    this.random = options.random.fork('store');
  }

  list(conversationId: string): StoredRow[] {
    const known = this.rows.get(conversationId);
    if (known) return known;
    const created: StoredRow[] = [];
    this.rows.set(conversationId, created);
    return created;
  }

  newHead(conversationId: string, runId: string, now = this.options.clock.now()): RowHead {
    return {
      id: this.newRowId(conversationId),
      createdAt: Math.floor(now / second) * second,
      runId,
    };
  }

  insert(conversationId: string, row: StoredRow): StoredRow {
    this.list(conversationId).push(row);
    return row;
  }

  keep(step: RecordedStep): void {
    const { id, createdAt, runId, conversationId, parts, kept = parts } = step;
    step.storedAt = this.options.clock.now();
    const items = expandStep({ id, createdAt, runId }, kept);
    this.insert(conversationId, { id, items });
  }

  /** What a person said. */
  addQuestion(conversationId: string, runId: string, text: string, otid: string): StoredRow {
    return this.putQuestion(this.newHead(conversationId, runId), conversationId, text, otid);
  }

  /** Rows from before the run, close together, tools among them. */
  seed(conversationId: string, count: number): void {
    const start = this.options.clock.now() - count * 1_500 - 60 * second;
    const { random } = this;
    let time = start;
    this.hide(conversationId, time, 'system_message', 'You are an agent.');
    const head = (): RowHead => {
      time += random.pick([0, 300, 1_500, 2_500]);
      return this.newHead(conversationId, `run-seed-${this.count}`, time);
    };
    while (this.list(conversationId).length < count) {
      if (random.chance(0.06))
        this.hide(conversationId, time, 'user_message', '{"type":"heartbeat"}');
      const name = `${conversationId}/${this.count}`;
      this.putQuestion(head(), conversationId, `asked ${name}`, `otid-${name}`);
      if (random.chance(0.4)) this.seedTool(conversationId, name, head);
      this.putStep(head(), conversationId, [seedText(`said ${name}`)]);
    }
  }

  private seedTool(conversationId: string, name: string, head: () => RowHead): void {
    const now = this.options.clock.now();
    const calls = Array.from({ length: this.random.int(1, 2) }, (_, index) => ({
      type: 'dynamic-tool' as const,
      id: `call_${name}.${index}`,
      name: 'seeded',
      input: JSON.stringify({ of: name, index }),
      isError: this.random.chance(0.2),
      output: `return of ${name}.${index}`,
      returnedAt: now,
      toldAt: now,
    }));
    this.putStep(head(), conversationId, calls);
    const own = head();
    const otid = toOtid(own.id, 0);
    const item = toItem(own, 'tool_return_message', otid, describeReturns(calls));
    this.insert(conversationId, { id: own.id, items: [item] });
  }

  private hide(conversationId: string, time: number, type: string, content: string): void {
    const head = this.newHead(conversationId, '', time);
    this.insert(conversationId, { id: head.id, items: [toItem(head, type, null, { content })] });
  }

  private putQuestion(
    head: RowHead,
    conversationId: string,
    text: string,
    otid: string,
  ): StoredRow {
    this.note(head, conversationId, 'user', [seedText(text)]);
    const item = toItem(head, 'user_message', otid, { content: text });
    return this.insert(conversationId, { id: head.id, items: [item] });
  }

  private putStep(head: RowHead, conversationId: string, parts: readonly RecordedPart[]): void {
    this.note(head, conversationId, 'assistant', parts);
    this.insert(conversationId, { id: head.id, items: expandStep(head, parts) });
  }

  private note(
    head: RowHead,
    conversationId: string,
    role: RecordedStep['role'],
    parts: readonly RecordedPart[],
  ): void {
    const storedAt = this.options.clock.now();
    this.options.record.steps.push({
      ...head,
      conversationId,
      role,
      parts,
      storedAt,
      isSpoilt: false,
    });
  }

  /** Not in the order of creation: nobody may sort by id. */
  private newRowId(conversationId: string): string {
    this.count += 1;
    const hex = (salt: string): string =>
      hashText(`${conversationId}/${salt}/${this.count}`).toString(16).padStart(8, '0');
    const [a, b, c, d] = [hex('a'), hex('b'), hex('c'), hex('d')];
    const end = `${c.slice(4)}${d.slice(0, 6)}13`;
    return `message-${a}-${b.slice(0, 4)}-4${b.slice(4, 7)}-8${c.slice(0, 3)}-${end}`;
  }
}

function seedText(text: string): RecordedPart {
  return { type: 'text', text, deltas: [{ text, length: text.length }] };
}
