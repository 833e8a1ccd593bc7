import type { ServerMessage } from 'react-conversation-stream/core';
import { tell } from './build.ts';

/** What a server says on its feed, in the order it happened. */
export type FeedEvent =
  | { readonly kind: 'message'; readonly message: ServerMessage }
  | { readonly kind: 'deleted'; readonly id: string };

interface Stored {
  readonly id: string;
  readonly at: number;
  version: number;
}

/**
 * A server as naive as can be: a sorted list and a log. What it lists is what a reader has to see in the
 * end; the text of a message tells its version.
 */
export class ServerModel {
  readonly log: FeedEvent[] = [];
  private stored: Stored[] = [];
  private created = 0;
  private readonly isVersioned: boolean;

  constructor(isVersioned: boolean) {
    this.isVersioned = isVersioned;
  }

  /** Messages in the server's order: by time, then as they came. */
  list(): ServerMessage[] {
    return this.stored.toSorted((a, b) => a.at - b.at).map((one) => this.write(one));
  }

  create(at: number): void {
    this.created += 1;
    const one = { id: `m${this.created}`, at, version: 1 };
    this.stored.push(one);
    this.log.push({ kind: 'message', message: this.write(one) });
  }

  /** Edits the message at this fraction of the list, where there is one. */
  edit(fraction: number): void {
    const one = this.pick(fraction);
    if (!one) return;
    one.version += 1;
    this.log.push({ kind: 'message', message: this.write(one) });
  }

  delete(fraction: number): void {
    const one = this.pick(fraction);
    if (!one) return;
    this.stored = this.stored.filter((other) => other !== one);
    this.log.push({ kind: 'deleted', id: one.id });
  }

  private pick(fraction: number): Stored | undefined {
    return this.stored[Math.floor(fraction * this.stored.length)];
  }

  private write({ id, at, version }: Stored): ServerMessage {
    const versioned = this.isVersioned ? { version } : {};
    return tell(id, at, { text: `${id} v${version}`, ...versioned });
  }
}

/** The version a text made by `ServerModel` tells. */
export function versionOf(text: string): number {
  return Number(text.slice(text.indexOf(' v') + 2));
}
