import type { ServerMessage } from '../model/message.ts';
import { dropOldest } from './dropOldest.ts';
import type { RunItem } from './run.ts';

const maxTombstones = 2_000;
const maxAside = 200;
const maxKeys = 2_000;

/** What is remembered of messages that are not in the list. Bounded. */
export class Unlisted {
  /** Id → tick of the deletion. */
  readonly #tombstones = new Map<string, number>();
  /** Told by the feed about rows that are not loaded: newer than a page that is under way with them. */
  readonly #aside = new Map<string, RunItem>();
  /** Keys of rows that were not named after their id, for when they come back after an eviction. */
  readonly #keys = new Map<string, string>();

  bury(id: string, tick: number): void {
    this.#tombstones.set(id, tick);
    dropOldest(this.#tombstones, maxTombstones);
    this.#aside.delete(id);
  }

  isDeleted(id: string): boolean {
    return this.#tombstones.has(id);
  }

  /** Deleted, as far as a page requested at `asOf` can know. What a later one lists exists after all. */
  isGone(id: string, asOf: number): boolean {
    // Asked for every message of every page, and nearly always empty.
    if (this.#tombstones.size === 0) return false;
    if ((this.#tombstones.get(id) ?? 0) >= asOf) return true;
    this.#tombstones.delete(id);
    return false;
  }

  setAside(message: ServerMessage, asOf: number): void {
    this.#aside.set(message.id, { message, asOf });
    dropOldest(this.#aside, maxAside);
  }

  takeAside(id: string): RunItem | undefined {
    if (this.#aside.size === 0) return undefined;
    const aside = this.#aside.get(id);
    this.#aside.delete(id);
    return aside;
  }

  keepKey(id: string, key: string): void {
    if (key !== id) this.#keys.set(id, key);
    dropOldest(this.#keys, maxKeys);
  }

  getKey(id: string): string {
    return this.#keys.get(id) ?? id;
  }
}
