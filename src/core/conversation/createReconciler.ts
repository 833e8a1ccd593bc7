import {
  isConversationError,
  toConversationError,
  type ConversationError,
} from '../model/conversationError.ts';
import type { Entry } from '../transcript/entry.ts';
import { hasReached, type Run } from '../transcript/run.ts';
import type { ConversationParts } from './conversationParts.ts';
import { readNewest, type TranscriptAccess } from './readRun.ts';
import { removeAbsent } from './removeAbsent.ts';
import { rereadOlder } from './rereadOlder.ts';

export interface ReconcilerOptions extends TranscriptAccess, ConversationParts {
  /** A read is committed, or failed for good. */
  readonly onRead: (error?: ConversationError) => void;
}

export interface Reconciler {
  /** Reads the newest page at once, stream or no stream: rows to show, not a proof. */
  readFirst(signal: AbortSignal): Promise<void>;
  /** The same for a visit to come. Throws a ConversationError after three attempts. */
  prefetch(signal: AbortSignal): Promise<void>;
  /** Proves continuity by reading until what was known is met. One at a time; `signal` ends with the feed. */
  prove(signal: AbortSignal): Promise<void>;
}

/** Beyond this many pages the reader is shown a gap (DESIGN §5.5). */
const maxPages = 10;

interface Proof {
  readonly signal: AbortSignal;
  done: Promise<void>;
  /** Asked for again while running: what was read may be too old. */
  isWantedAgain: boolean;
}

/** Joins history to the transcript: the first page, proofs of continuity, deletions, the idle re-read. */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { transcript, isNumbered, onCommit } = options;
  let running: Proof | undefined;
  let rereads = 0;

  const commit = (run: Run): void => {
    transcript.applyRun(run);
    options.onRead();
  };
  /** Doubted since the request, it says what was, not that nothing is missing now. */
  const commitProof = (run: Run, proof: Proof): void =>
    commit({ ...run, isProof: !proof.isWantedAgain });
  const read = (
    signal: AbortSignal,
    isEnough: (run: Run) => boolean,
  ): ReturnType<typeof readNewest> =>
    readNewest(options, { signal, isProof: true, maxPages, maxRetries: Infinity, isEnough });

  /** Page numbers drift, so there one absence is no proof; nor is an empty answer: both are read twice. */
  const compare = async (run: Run, proof: Proof): Promise<void> => {
    const { signal } = proof;
    const readAgain = async (goal: Entry | undefined): Promise<Run | undefined> => {
      const { run: last } = await read(signal, (again) => hasReached(again, goal));
      if (signal.aborted) return undefined;
      commitProof(last, proof);
      return last;
    };
    const isDoubtful = isNumbered || !run.items[0];
    await removeAbsent(transcript, run, isDoubtful ? readAgain : undefined);
    onCommit();
  };

  /** Resolves with what was read if it met what was known. */
  const proveOnce = async (proof: Proof): Promise<Run | undefined> => {
    const { signal } = proof;
    const { run, isEnough } = await read(signal, (run) => transcript.hasReachedKnown(run));
    if (signal.aborted) return undefined;
    commitProof(run, proof);
    // What is still open now stays so, unless another pass follows.
    if (!proof.isWantedAgain) transcript.holes.giveUp();
    onCommit();
    await compare(run, proof);
    // A gap is the reader's to close: it may be endless. Where there is none, only a send was not met so far.
    return isEnough || transcript.holes.areClosed ? run : undefined;
  };
  const prove = async (proof: Proof): Promise<void> => {
    const { signal } = proof;
    rereads += 1;
    const own = rereads;
    let run: Run | undefined;
    do {
      proof.isWantedAgain = false;
      run = await proveOnce(proof);
    } while (proof.isWantedAgain && !signal.aborted);
    if (!run || signal.aborted) return;
    const isStale = (): boolean => own !== rereads;
    // Detached: nobody waits for it, and the next proof repeats what it missed.
    void rereadOlder(options, run, signal, isStale).catch(() => {});
  };
  /** What is final is told; what was given up with the feed is not an error. */
  const report = (error: unknown): void => {
    if (isConversationError(error) && error.code === 'aborted') return;
    options.onRead(toConversationError(error, 'invalid_response'));
  };
  const startProof = (signal: AbortSignal): Promise<void> => {
    if (running?.signal === signal) {
      running.isWantedAgain = true;
      return running.done;
    }
    const proof: Proof = { signal, isWantedAgain: false, done: Promise.resolve() };
    running = proof;
    proof.done = prove(proof)
      .catch(report)
      .finally(() => {
        if (running === proof) running = undefined;
      });
    return proof.done;
  };
  const readFirst = async (signal: AbortSignal, maxRetries: number): Promise<void> => {
    const { run } = await readNewest(options, { signal, maxRetries });
    if (!signal.aborted) commit(run);
  };
  return {
    readFirst: (signal) => readFirst(signal, Infinity).catch(report),
    prefetch: (signal) => readFirst(signal, 2),
    prove: startProof,
  };
}
