import { createAborted } from '../connection/withTimeout.ts';
import { createFeed, type Feed } from '../connection/createFeed.ts';
import type { Clock, Environment, WakeReason } from '../environment.ts';
import type { HistorySnapshot, HistorySource } from '../history.ts';
import type { ConversationError } from '../model/conversationError.ts';
import type { ConversationEvent, Diagnostic } from '../model/conversationEvent.ts';
import type { Connection, ConversationStatus, TurnStatus } from '../model/conversationState.ts';
import type { Message } from '../model/message.ts';
import type { ConversationTransport } from '../transport.ts';
import { createNoTurns, Transcript } from '../transcript/transcript.ts';
import type { MatchRule } from '../transcript/localSends.ts';
import { callSafely } from './callSafely.ts';
import { commitEvents, type CommitTarget, type Position } from './commitEvents.ts';
import type { Conversation } from './conversation.ts';
import { createCacheWriter } from './createCacheWriter.ts';
import { createConsumers, type Audience } from './createConsumers.ts';
import { createCompleter } from './createCompleter.ts';
import { createEvictor } from './createEvictor.ts';
import { readContinuity } from './readContinuity.ts';
import { createDiagnostics } from './createDiagnostics.ts';
import { createFirstRead } from './createFirstRead.ts';
import { createHistoryReader } from './createHistoryReader.ts';
import { createNews } from './createNews.ts';
import { createOutbox } from './createOutbox.ts';
import { createPublisher, type Scalars } from './createPublisher.ts';
import { createSnapshot } from './createSnapshot.ts';
import { createUnsupported } from './createUnsupported.ts';
import type { ConversationParts } from './conversationParts.ts';
import { createHistoryFollower } from './followHistory.ts';
import { matchesSend } from './matchesSend.ts';
import { toOutgoing } from './toOutgoing.ts';
import type { TurnEngine, TurnRunner } from './turns.ts';
import { createReconciler } from './createReconciler.ts';
import { createOlderLoader } from './createOlderLoader.ts';

/** Everything a conversation gets from its client; all effects come in through here. */
export interface ConversationContext {
  readonly transport: ConversationTransport;
  readonly history: HistorySource;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly random: () => number;
  readonly pageSize: number;
  readonly maxMessages: number;
  readonly onMessage?: ((message: Message) => void) | undefined;
  readonly onDiagnostic?: ((diagnostic: Diagnostic) => void) | undefined;
  /** Called when the last consumer has left, or the first one joined. */
  readonly onAudience: (audience: Audience) => void;
}

export interface OwnedConversation extends Conversation {
  /**
   * Shows what the cache has come to hold, or reads the first page, unless something is shown: as if made only
   * now. Connects nothing.
   */
  prefetch(signal: AbortSignal): Promise<void>;
  /** Ends everything for good. */
  dispose(): void;
}

const idle: Connection = { status: 'idle', attempt: 0 };

/**
 * The seam: joins history, feed and local sends of one conversation into one transcript, and tells whether
 * anything may be missing (DESIGN §5). The parts do the work; this wires them.
 */
export function createConversation(id: string, context: ConversationContext): OwnedConversation {
  const { transport, environment, clock } = context;
  const { capabilities } = transport;
  const engine = transport.turns as TurnEngine | undefined;
  if (!engine && needsTurns(transport)) throw createNoTurns();
  const matches: MatchRule = (...given) => matchesSend(transport, ...given);
  const session = engine?.createSession(matches);
  const transcript = session?.transcript ?? new Transcript(matches);
  const position: Position = { cursor: undefined };
  const diagnostics = createDiagnostics(id, context.onDiagnostic);
  const news = createNews(transcript, context.onMessage);

  let connection = idle;
  let conversationStatus: ConversationStatus | undefined;
  let historyError: ConversationError | undefined;
  let isPending = true;
  let isDisconnected = false;
  let isDisposed = false;
  let audience: Audience = 'none';
  let hasBeenLive = false;
  /** Lives while anyone is connected; everything that asks the server hangs on it. */
  let work = new AbortController();
  /** Lives while the feed is open: a proof of continuity is worth nothing beyond it. */
  let openFeed: AbortController | undefined;

  const isFollowing = (): boolean => audience === 'live' && !isDisconnected;
  const setConnection = (next: Connection): void => {
    connection = next;
    publisher.request();
  };
  const readStatus = (): TurnStatus => {
    const status = turns?.loop.status ?? 'ready';
    if (status === 'streaming') return status;
    return outbox.isSending ? 'submitted' : outbox.error ? 'error' : status;
  };
  const readScalars = (): Scalars => {
    const continuity = readContinuity({
      isFollowing: isFollowing(),
      holes: transcript.holes,
      connection,
      isPending,
      hasBeenLive,
    });
    hasBeenLive ||= continuity === 'live';
    return {
      conversationId: id,
      status: readStatus(),
      error: outbox.error ?? turns?.loop.error ?? historyError,
      connection,
      continuity,
      conversationStatus,
      isPending,
      hasOlderMessages: transcript.holes.hasOlder,
      isLoadingOlderMessages: older.isLoading,
      gaps: transcript.holes.readGaps(),
      capabilities,
    };
  };

  const cache = createCacheWriter(clock, () => {
    // That nothing could be read is not that there is nothing.
    if (historyError && transcript.size === 0) return;
    const snapshot = createSnapshot(transcript, position.cursor);
    callSafely(() => context.history.write(transport.scope, id, snapshot));
  });

  const handleCommit = (): void => {
    if (isDisposed) return;
    turns?.handleCommit();
    if (audience !== 'none') cache.request();
    publisher.request();
    news.tell();
  };
  const parts: ConversationParts = {
    ...context,
    conversationId: id,
    transcript,
    note: diagnostics.note,
    getSignal: () => work.signal,
    onCommit: handleCommit,
  };
  const target: CommitTarget = {
    ...parts,
    diagnostics,
    setStatus(status) {
      conversationStatus = status;
      turns?.handleStatus(status.status);
    },
  };
  const tellTrouble = (error: ConversationError): void => {
    historyError = error;
    publisher.request();
  };
  const access = { ...parts, ...createHistoryReader({ ...parts, onTrouble: tellTrouble }) };
  const reconciler = createReconciler({
    ...access,
    onRead(error) {
      historyError = error;
      if (isPending) {
        isPending = false;
        news.begin();
        // At once: from now on there is something to refetch and to persist.
        if (!error && audience !== 'none') cache.write();
      }
      handleCommit();
    },
  });

  /** Reads history from its newest end. `isDoubtful`: something may have been missed, which is said at once. */
  const heal = async (isDoubtful: boolean): Promise<void> => {
    if (!openFeed) return;
    if (isDoubtful) transcript.holes.lose();
    publisher.request();
    await reconciler.prove(openFeed.signal);
  };
  const doubt = (): Promise<void> => heal(true);
  const older = createOlderLoader(access, () => publisher.request());
  const completer = createCompleter(access);
  const evictor = createEvictor(access, older);
  const openNow = (isResumed: boolean): void => {
    openFeed = new AbortController();
    firstRead.cancel();
    transcript.holes.openFeed(isResumed);
    if (isPending || !transcript.holes.areClosed) void reconciler.prove(openFeed.signal);
  };
  const handleBatch = (
    events: readonly ConversationEvent[],
    usedCursor: string | undefined,
  ): void => {
    // Before the messages of its own batch: they are the first that the open feed said.
    if (events.some((event) => event.type === 'open'))
      openNow(transport.continuity === 'cursor-checked' && usedCursor !== undefined);
    if (take(events, position)) void doubt();
  };
  /** Returns whether something of it was lost. */
  const take = (events: readonly ConversationEvent[], at: Position, isRetold = false): boolean => {
    const { isLossy, incomplete } = commitEvents(events, target, at, isRetold);
    for (const messageId of incomplete) completer.complete(messageId);
    evictor.evict();
    // A heartbeat commits nothing.
    if (events.length > 0) handleCommit();
    return isLossy;
  };
  const turns = session?.createRunner({
    ...parts,
    commit: take,
    heal,
    isFollowing,
    onConnection: setConnection,
  });
  const outbox = createOutbox({ ...parts, createTurnSends: turns?.createSends });
  const handleDown = (): void => {
    openFeed?.abort();
    openFeed = undefined;
    transcript.holes.closeFeed();
    turns?.handleDown();
    publisher.request();
  };
  /** A backend without a feed has nothing to miss: what history says, and a turn that runs, is all there is. */
  const startFeedless = (): void => {
    openNow(false);
    turns?.start();
  };
  const feed: Feed = transport.openFeed
    ? createFeed({
        ...parts,
        position,
        onBatch: handleBatch,
        onDown: handleDown,
        onDoubt: () => void doubt(),
        onChange: setConnection,
      })
    : { start: startFeedless, restart: startFeedless, stop() {}, wake() {} };
  const readHeld = (): HistorySnapshot | undefined => context.history.read(transport.scope, id);
  const seed = (): void => {
    const held = readHeld();
    if (!held || transcript.size > 0) return;
    transcript.seed(held);
    outbox.restore(held.unsent ?? []);
    position.cursor = held.feedCursor;
    isPending = false;
    news.begin();
  };
  const firstRead = createFirstRead(clock, () => void reconciler.readFirst(work.signal));
  const reconcile = (): Promise<void> => {
    const done = openFeed ? doubt() : reconciler.readFirst(work.signal);
    access.hurry();
    return done;
  };
  const handleChange = createHistoryFollower({ ...parts, cache, readHeld, seed, reconcile });
  let unsubscribe: ((() => void) | undefined)[] = [];
  const listen = (): void => {
    const handleWake = (reason: WakeReason): void => {
      feed.wake(reason);
      turns?.wake(reason);
      outbox.wake();
      access.hurry();
    };
    unsubscribe = [
      environment.onWake(handleWake),
      environment.onHide?.(cache.flush),
      context.history.subscribe?.(transport.scope, id, handleChange),
    ];
  };
  const stopFeed = (): void => {
    feed.stop();
    turns?.close();
    handleDown();
    connection = idle;
    hasBeenLive = false;
  };
  const enter = (audience: Audience): void => {
    work = new AbortController();
    seed();
    listen();
    if (transport.openFeed || audience !== 'live') firstRead.start(audience, isPending);
  };
  const leave = (): void => {
    work.abort();
    firstRead.cancel();
    for (const stop of unsubscribe) stop?.();
    unsubscribe = [];
    turns?.close();
    outbox.close();
    cache.write();
  };
  const handleAudience = (next: Audience): void => {
    if (isDisposed) return;
    const before = audience;
    audience = next;
    context.onAudience(next);
    if (before === 'none') enter(next);
    // First, while the rows are known to be without a hole: so they are cached.
    if (next === 'none') leave();
    if (isFollowing()) feed.start();
    else if (before === 'live') stopFeed();
    // Publishes what the leave changed and takes back a frame that is scheduled: nothing is left behind.
    if (next === 'none') publisher.flush();
    else publisher.request();
  };
  const consumers = createConsumers(handleAudience);
  // Before the publisher: the initial state, which servers render, has the rows that are held.
  seed();
  const publisher = createPublisher(transcript, environment, readScalars);

  let prefetching: Promise<void> | undefined;
  const prefetch = async (signal: AbortSignal): Promise<void> => {
    seed();
    publisher.reset();
    if (!isPending) return;
    await reconciler.prefetch(signal);
    cache.write();
    publisher.reset();
  };
  /** Nothing leaves a conversation that was disposed. */
  const act = async <T>(start: () => Promise<T>): Promise<T> => {
    if (isDisposed) throw createAborted();
    // Who awaited an action reads its effect: the state is published before the promise settles.
    return start().finally(publisher.flush);
  };
  const withTurns = (what: string): TurnRunner => {
    if (!turns) throw createUnsupported(transport, what);
    return turns;
  };
  return {
    id,
    transport,
    store: publisher.store,
    connect: ({ live = true } = {}) => (isDisposed ? () => {} : consumers.join(live)),
    subscribeMessage: publisher.subscribeMessage,
    sendMessage: (input) => act(() => outbox.send(toOutgoing(input))),
    retryMessage: (key) => act(() => outbox.retry(key)),
    discardMessage: outbox.discard,
    stop: () => act(async () => turns?.loop.stop()),
    regenerate: (messageId) => act(() => withTurns('regenerate an answer').regenerate(messageId)),
    respondToApproval: (response) =>
      act(() => withTurns('respond to approvals').respondToApproval(response)),
    loadOlderMessages: () => act(older.load),
    reconcile: () => act(reconcile),
    reconnect() {
      isDisconnected = false;
      if (audience !== 'live') return;
      handleDown();
      feed.restart();
    },
    disconnect() {
      if (isDisposed) return;
      isDisconnected = true;
      stopFeed();
      publisher.request();
    },
    holdMessages: evictor.hold,
    getDiagnostics: () => diagnostics.counts,
    prefetch(signal) {
      prefetching ??= prefetch(signal).finally(() => (prefetching = undefined));
      return prefetching;
    },
    dispose() {
      if (audience !== 'none') handleAudience('none');
      work.abort();
      turns?.close();
      outbox.close();
      publisher.flush();
      isDisposed = true;
    },
  };
}

/** History alone, or a feed of whole messages, needs none. */
function needsTurns(transport: ConversationTransport): boolean {
  const { resumeTurn, regenerate, respondToApproval, policy } = transport;
  return Boolean(resumeTurn ?? regenerate ?? respondToApproval ?? policy.pollInterval);
}
