import type { RecordedMessage } from '../record.ts';
import type { Fact, Facts } from './facts.ts';
import { isLocal, type Report, type View, type VisibleRow } from './view.ts';

/** The longest read of several pages, of which this one was the first. */
const takenInAfter = 120_000;

/** What must hold for the rows of every state, and from one state to the next. */
export class RowRules {
  private readonly facts: Facts;
  private readonly report: Report;
  private readonly keyOfId = new Map<string, string>();
  private readonly idOfKey = new Map<string, string>();
  private readonly keyOfSend = new Map<string, string>();
  private readonly shownVersion = new Map<string, number>();
  private readonly removed = new Set<string>();
  private readonly evicted = new Set<string>();
  private shown: readonly VisibleRow[] = [];

  constructor(facts: Facts, report: Report) {
    this.facts = facts;
    this.report = report;
  }

  check(now: number, { rows }: View): void {
    this.checkUnique(rows);
    let above: Fact | undefined;
    let firstLocal: VisibleRow | undefined;
    for (const row of rows) {
      if (isLocal(row)) {
        // Taken by the server, it stands where it was said.
        if (row.status !== 'unconfirmed') firstLocal ??= row;
        this.checkLocal(row, rows);
        continue;
      }
      if (firstLocal) this.report('local-last', `${firstLocal.text} is above ${row.id}`);
      const fact = this.identify(row);
      if (!fact) continue;
      if (above && above.position > fact.position) this.checkSwapped(now, fact, above);
      else above = fact;
      this.checkVersion(now, row, fact);
      this.checkKey(row, fact);
    }
    if (rows !== this.shown) this.checkGone(rows);
    this.shown = rows;
  }

  /** Equal times may stand as they came, until a page has shown their order and was taken in. */
  private checkSwapped(now: number, { message: first }: Fact, { message: second }: Fact): void {
    const isTie = first.createdAt === second.createdAt;
    if (isTie && !this.isOrderKnown(now, first, second)) return;
    this.report('order', `${first.id} is below ${second.id}, which is later`);
  }

  private isOrderKnown(now: number, first: RecordedMessage, second: RecordedMessage): boolean {
    if (this.indexOf(first.id) < this.indexOf(second.id)) return true;
    // What was learnt about a row went with it.
    if (this.evicted.has(first.id) || this.evicted.has(second.id)) return false;
    const { fed, shownTies } = this.facts.record;
    const cameFirst = (fed.get(first.id) ?? Infinity) < (fed.get(second.id) ?? -Infinity);
    const isListed = first.deletedAt === undefined && second.deletedAt === undefined;
    const listedAt = shownTies.get(`${first.id}/${second.id}`) ?? now;
    return cameFirst || (isListed && now - listedAt >= takenInAfter);
  }

  /** Where the row stood a state ago. */
  private indexOf(id: string): number {
    const index = this.shown.findIndex((row) => row.id === id);
    return index < 0 ? Number.NaN : index;
  }

  /** A reload: what was removed is remembered by nobody, for a cache holds messages only. */
  forgetRemoved(): void {
    // What the server took without a name for it is in no cache: history alone tells of it.
    for (const { text, status } of this.shown)
      if (status === 'unconfirmed') this.keyOfSend.delete(text);
    for (const id of this.removed) {
      this.evicted.add(id);
      const key = this.keyOfId.get(id);
      this.keyOfId.delete(id);
      if (key !== undefined) this.idOfKey.delete(key);
      const text = this.facts.find(id)?.message.sendText;
      if (text !== undefined) this.keyOfSend.delete(text);
    }
    this.removed.clear();
  }

  private checkUnique(rows: readonly VisibleRow[]): void {
    const ids = new Set<string>();
    const keys = new Set<string>();
    for (const { id, key } of rows) {
      if (ids.has(id)) this.report('duplicate-id', id);
      if (keys.has(key)) this.report('duplicate-key', `${key} of ${id}`);
      ids.add(id);
      keys.add(key);
    }
  }

  private checkLocal(row: VisibleRow, rows: readonly VisibleRow[]): void {
    const send = this.facts.findSend(row.text);
    if (!send) return this.report('invented', `local row with words nobody sent: ${row.text}`);
    const known = this.keyOfSend.get(row.text);
    if (known !== undefined && known !== row.key) {
      this.report('key-changed', `send ${row.text}: ${known} → ${row.key}`);
    }
    this.keyOfSend.set(row.text, row.key);
    const twin = rows.find((other) => !isLocal(other) && send.storedIds.includes(other.id));
    if (twin) this.report('twin', `${row.status} "${row.text}" beside its stored ${twin.id}`);
    const copy = rows.find((other) => other !== row && isLocal(other) && other.text === row.text);
    if (copy) this.report('twin', `"${row.text}" is shown twice`);
  }

  private identify(row: VisibleRow): Fact | undefined {
    const { conversationId } = this.facts;
    if (row.conversationId !== conversationId || this.facts.isForeign(row.id)) {
      this.report('foreign', `${row.id} belongs to another conversation`);
      return undefined;
    }
    const fact = this.facts.find(row.id);
    if (!fact) this.report('invented', `${row.id} (${row.status}) was never on the server`);
    else if (fact.message.createdAt !== row.createdAt) {
      this.report('invented', `${row.id} shows another time than the server's`);
    }
    return fact;
  }

  private checkVersion(now: number, row: VisibleRow, { message }: Fact): void {
    if (this.removed.has(row.id)) this.report('resurrection', `${row.id} is back`);
    const version = message.versions.findIndex(({ text }) => text === row.text);
    if (version < 0) this.report('invented', `${row.id} shows words it never had: ${row.text}`);
    const best = this.shownVersion.get(row.id) ?? -1;
    if (version < best) this.report('regression', `${row.id}: version ${best} → ${version}`);
    this.shownVersion.set(row.id, Math.max(version, best));
    const deliveries = this.facts.record.deliveries.get(row.id);
    const due = deliveries?.findLast(({ at }) => this.facts.shownBy(at) < now);
    if (due && version < due.version) {
      this.report('stale', `${row.id} shows version ${version}, ${due.version} arrived long ago`);
    }
  }

  private checkKey(row: VisibleRow, { message }: Fact): void {
    const known = this.keyOfId.get(row.id);
    if (known !== undefined && known !== row.key) {
      this.report('key-changed', `${row.id}: ${known} → ${row.key}`);
    }
    const owner = this.idOfKey.get(row.key);
    if (owner !== undefined && owner !== row.id) {
      this.report('key-reused', `${row.key}: ${owner} → ${row.id}`);
    }
    this.keyOfId.set(row.id, row.key);
    this.idOfKey.set(row.key, row.id);
    if (known === undefined && message.sendText !== undefined)
      this.checkSwap(row, message.sendText);
  }

  /** A local row that became a stored one kept its key. */
  private checkSwap(row: VisibleRow, text: string): void {
    const local = this.keyOfSend.get(text);
    if (local === undefined || local === row.key) return;
    if (this.facts.findSend(text)?.isDiscarded) return;
    this.report('key-changed', `send ${text} swapped its id: ${local} → ${row.key}`);
  }

  private checkGone(rows: readonly VisibleRow[]): void {
    const ids = new Set(rows.map(({ id }) => id));
    const oldest = rows.find((row) => !isLocal(row));
    for (const row of this.shown) {
      const fact = isLocal(row) || ids.has(row.id) ? undefined : this.facts.find(row.id);
      if (!fact) continue;
      if (!oldest || row.createdAt <= oldest.createdAt) this.forget(row, oldest !== undefined);
      else if (fact.message.deletedAt === undefined) this.report('vanished', `${row.id} is gone`);
      else this.removed.add(row.id);
    }
  }

  /** Evicted from the old end: the life of the row is over. */
  private forget(row: VisibleRow, isEvicted: boolean): void {
    if (!isEvicted) return;
    this.evicted.add(row.id);
    this.keyOfId.delete(row.id);
    this.idOfKey.delete(row.key);
    const text = this.facts.find(row.id)?.message.sendText;
    if (text !== undefined) this.keyOfSend.delete(text);
  }
}
