import type { Conversation, ConversationClient, HistorySource } from '../../src/core/index.ts';
import { narrate, silent } from './narrate.ts';
import { toView } from './observe.ts';
import type { Judge } from './oracle/oracle.ts';
import type { View } from './oracle/view.ts';
import type { Subject } from './subject.ts';
import type { VirtualClock } from './virtualClock.ts';

export interface SessionOptions {
  readonly core: Subject['core'];
  readonly clock: VirtualClock;
  readonly createClient: (history: HistorySource) => ConversationClient;
  readonly oracles: ReadonlyMap<string, Judge>;
  readonly trace: (line: string) => void;
}

/** The client of one page, watched by the oracles; after a reload, the next one with the same history. */
export class Session {
  /** Published states judged. */
  states = 0;
  private client: ConversationClient;
  /** Held, as a component would: a handle that nobody holds may go. */
  private conversations = new Map<string, Conversation>();
  private readonly history: HistorySource;
  private readonly options: SessionOptions;
  private readonly shown = new Map<string, View>();

  constructor(options: SessionOptions) {
    this.options = options;
    this.history = options.core.createMemoryHistory();
    this.client = options.createClient(this.history);
    this.watchAll();
  }

  conversation(id: string): Conversation {
    const conversation = this.conversations.get(id);
    if (!conversation) throw new Error(`No conversation "${id}" in this run.`);
    return conversation;
  }

  look(id: string): View {
    const state = this.conversation(id).store.getState();
    return toView(state, this.options.core.selectMessages(state));
  }

  /** The page goes and comes back: what was cached is all that is left. */
  reload(): void {
    this.dispose();
    for (const oracle of this.options.oracles.values()) oracle.noteReload();
    this.client = this.options.createClient(this.history);
    this.watchAll();
  }

  dispose(): void {
    this.client.dispose();
  }

  private watchAll(): void {
    this.conversations = new Map(
      [...this.options.oracles.keys()].map((id) => [id, this.client.conversation(id)]),
    );
    for (const [id, { store }] of this.conversations) {
      this.judge(id);
      store.subscribe(() => this.judge(id));
    }
  }

  private judge(id: string): void {
    const { clock, oracles, trace } = this.options;
    const view = this.look(id);
    this.states += 1;
    if (trace !== silent) trace(`${clock.now()} ${id} shows ${narrate(this.shown.get(id), view)}`);
    this.shown.set(id, view);
    oracles.get(id)?.observe(clock.now(), view);
  }
}
