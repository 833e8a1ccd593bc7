import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Environment } from '../environment.ts';
import type { ConversationState } from '../model/conversationState.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { published, PublishedMessages, type PublishedState } from './publishedMessages.ts';

/** What a state holds besides its rows. */
export type Scalars = Omit<ConversationState, 'keys' | 'revision'>;

export interface Publisher {
  readonly store: StoreApi<ConversationState>;
  /** Something changed: publishes at the next frame, once. */
  request(): void;
  /** Publishes now what has changed, if anything has. */
  flush(): void;
  /** As `flush`, and what is published is the initial state from now on. */
  reset(): void;
  subscribeMessage(key: string, onChange: () => void): () => void;
}

/**
 * Turns commits into published states: at most one per frame, immutable, with new identities only for what
 * changed. Costs what the changed rows cost, however long the conversation is.
 */
export function createPublisher(
  transcript: Transcript,
  environment: Environment,
  readScalars: () => Scalars,
): Publisher {
  const rows = new PublishedMessages();
  const listeners = new Map<string, Set<() => void>>();
  let isScheduled = false;
  let cancel: (() => void) | undefined;
  let scalars = readScalars();

  /** The rows are not copied: a state is told from the next by `revision`, a row by its identity. */
  const takeRows = (): ReadonlySet<string> => {
    const { changed, isListChanged } = transcript.takeChanges();
    for (const key of changed) rows.set(key, transcript.read(key));
    if (isListChanged) rows.keys = keepSame(rows.keys, transcript.readKeys());
    if (changed.size > 0 || isListChanged) rows.revision += 1;
    return changed;
  };
  // Own keys first: V8 adds properties to a spread object the slow way, 20 times the cost.
  const createState = (messages: PublishedMessages): PublishedState => ({
    [published]: messages,
    keys: messages.keys,
    revision: messages.revision,
    ...scalars,
  });

  takeRows();
  // The initial state serves server rendering and hydration: it keeps its rows for good.
  let initial: ConversationState = createState(rows.freeze());
  const store: StoreApi<ConversationState> = {
    ...createStore<ConversationState>(() => initial),
    getInitialState: () => initial,
  };

  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    isScheduled = false;
    const { revision } = rows;
    const changed = takeRows();
    const next = readScalars();
    if (rows.revision === revision && areSame(scalars, next)) return;
    scalars = next;
    store.setState(createState(rows), true);
    for (const key of changed) for (const listener of listeners.get(key) ?? []) listener();
  };
  return {
    store,
    flush,
    reset() {
      flush();
      initial = createState(rows.freeze());
    },
    request() {
      if (isScheduled) return;
      isScheduled = true;
      // An environment may run the frame at once: the handle then comes too late to be kept.
      const handle = environment.schedule(flush);
      if (isScheduled) cancel = handle;
    },
    subscribeMessage(key, onChange) {
      const own = listeners.get(key) ?? new Set();
      listeners.set(key, own.add(onChange));
      return () => {
        own.delete(onChange);
        if (own.size === 0 && listeners.get(key) === own) listeners.delete(key);
      };
    },
  };
}

/** `next`, or `before` if it lists the same: a new identity means a new list. */
function keepSame(before: readonly string[], next: readonly string[]): readonly string[] {
  const isSame = before.length === next.length && before.every((key, index) => key === next[index]);
  return isSame ? before : next;
}

function areSame(a: Scalars, b: Scalars): boolean {
  for (const name in b) if (a[name as keyof Scalars] !== b[name as keyof Scalars]) return false;
  return true;
}
