import { createAborted } from '../connection/withTimeout.ts';
import { createFeed } from '../connection/createFeed.ts';
import type { Clock, Environment } from '../environment.ts';
import type { HistorySnapshot, HistorySource } from '../history.ts';
import { ConversationError, toConversationError } from '../model/conversationError.ts';
import type { ConversationEvent, Diagnostic } from '../model/conversationEvent.ts';
import type { Connection, Continuity, Gap, TurnStatus } from '../model/conversationState.ts';
import type { Message } from '../model/message.ts';
import type { ConversationTransport } from '../transport.ts';
import { Transcript } from '../transcript/transcript.ts';
import { callSafely } from './callSafely.ts';
import { commitEvents, type FeedPosition } from './commitEvents.ts';
import type { Conversation } from './conversation.ts';
import { createCacheWriter } from './createCacheWriter.ts';
import { createConsumers, type Audience } from './createConsumers.ts';
import { createDiagnostics } from './createDiagnostics.ts';
import { createHistoryReader } from './createHistoryReader.ts';
import { createNews } from './createNews.ts';
import { createOutbox } from './createOutbox.ts';
import { createPublisher, type Scalars } from './createPublisher.ts';
import { createSnapshot } from './createSnapshot.ts';
import { keepSameGaps } from './keepSameGaps.ts';
import { matchesSend } from './matchesSend.ts';
import { screenPage } from './screenPage.ts';
import { toOutgoing } from './toOutgoing.ts';
import { createReconciler } from './createReconciler.ts';
import { loadOlder } from './loadOlder.ts';
import type { TranscriptAccess } from './readRun.ts';

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
  /** Ends everything for good. */
  dispose(): void;
}

const idle: Connection = { status: 'idle', attempt: 0 };

/**
 * The seam: joins history, feed and local sends of one conversation into one transcript, and tells whether
 * anything may be missing (DESIGN §5). The parts do the work; this wires them.
 */
export function createConversation(id: string, context: ConversationContext): OwnedConversation {
  const { transport, environment, clock, random, pageSize } = context;
  const { capabilities } = transport;
  const transcript = new Transcript((local, message) => matchesSend(transport, local, message));
  const position: FeedPosition = { cursor: undefined, conversationStatus: undefined };
  const diagnostics = createDiagnostics(id, context.onDiagnostic);
  const news = createNews(transcript, context.onMessage);

  let connection = idle;
  let historyError: ConversationError | undefined;
  let isPending = true;
  let isLoadingOlder = false;
  let isDisconnected = false;
  let isDisposed = false;
  let audience: Audience = 'none';
  let hasBeenLive = false;
  let holds = 0;
  let gaps: readonly Gap[] = [];
  let loading: Promise<void> | undefined;
  /** Lives while anyone is connected; everything that asks the server hangs on it. */
  let work = new AbortController();
  /** Lives while the feed is open: a proof of continuity is worth nothing beyond it. */
  let openFeed: AbortController | undefined;

  const readContinuity = (): Continuity => {
    const isOver = connection.status === 'closed' || connection.status === 'unauthorized';
    if (audience !== 'live' || isDisconnected || isOver) return 'paused';
    if (isPending) return 'joining';
    if (transcript.holes.areClosed) return 'live';
    if (transcript.holes.areGivenUp) return 'gap';
    return hasBeenLive ? 'reconciling' : 'joining';
  };
  const readStatus = (): TurnStatus =>
    outbox.isSending ? 'submitted' : outbox.error ? 'error' : 'ready';
  const readScalars = (): Scalars => {
    const continuity = readContinuity();
    hasBeenLive ||= continuity === 'live';
    gaps = keepSameGaps(gaps, transcript.holes);
    return {
      conversationId: id,
      status: readStatus(),
      error: outbox.error ?? historyError,
      connection,
      continuity,
      conversationStatus: position.conversationStatus,
      isPending,
      hasOlderMessages: transcript.holes.hasOlder,
      isLoadingOlderMessages: isLoadingOlder,
      gaps,
      capabilities,
    };
  };

  const readSnapshot = (): HistorySnapshot => createSnapshot(transcript, position.cursor);
  const cache = createCacheWriter(clock, readSnapshot, (snapshot) =>
    callSafely(() => context.history.write(transport.scope, id, snapshot)),
  );

  const handleCommit = (): void => {
    if (isDisposed) return;
    if (audience !== 'none') cache.request();
    publisher.request();
    news.tell();
  };
  const outbox = createOutbox({
    transport,
    conversationId: id,
    transcript,
    clock,
    random,
    isOnline: () => environment.isOnline(),
    onCommit: handleCommit,
  });
  const reader = createHistoryReader({
    transport,
    conversationId: id,
    clock,
    random,
  });
  const access: TranscriptAccess = {
    reader,
    transcript,
    moments: transcript,
    history: capabilities.history,
    pageSize,
    screen: (page) => screenPage(page, id, diagnostics.note),
    onDrift: () => diagnostics.note('history_drift'),
  };
  const reconciler = createReconciler({
    ...access,
    clock,
    onCommit: handleCommit,
    onFirstPage() {
      if (isPending) news.begin();
      isPending = false;
    },
    onError(error) {
      historyError = error;
    },
  });

  /** Something may have been missed although the feed is open: says so at once, then reads. */
  const doubt = async (): Promise<void> => {
    if (!openFeed) return;
    transcript.holes.lose();
    publisher.request();
    await reconciler.prove(openFeed.signal);
  };
  /** One after the other: a burst of images must not become a burst of requests. */
  let completing = Promise.resolve();
  const complete = async (messageId: string): Promise<void> => {
    const asOf = transcript.tick();
    const { signal } = work;
    const message = await reader.readMessage(messageId, signal).catch(() => undefined);
    if (signal.aborted || !message || message.conversationId !== id) return;
    transcript.update(message, asOf);
    handleCommit();
  };
  const evict = (): void => {
    if (holds > 0 || isLoadingOlder || transcript.size <= context.maxMessages) return;
    transcript.evict(
      context.maxMessages,
      (entry) => capabilities.history === 'numbered' || entry.olderCursor !== undefined,
    );
  };
  const openNow = (isResumed: boolean): void => {
    openFeed = new AbortController();
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
    const { isLossy, incomplete } = commitEvents(events, id, transcript, position, diagnostics);
    if (isLossy) void doubt();
    for (const messageId of incomplete) completing = completing.then(() => complete(messageId));
    outbox.checkEchoes();
    evict();
    // A heartbeat commits nothing.
    if (events.length > 0) handleCommit();
  };
  const handleDown = (): void => {
    openFeed?.abort();
    openFeed = undefined;
    transcript.holes.closeFeed();
    publisher.request();
  };
  const feed = createFeed({
    open: (after, signal) =>
      transport.openFeed!({
        conversationId: id,
        signal,
        ...(after === undefined ? {} : { after }),
      }),
    policy: transport.policy,
    clock,
    random,
    isOnline: () => environment.isOnline(),
    getCursor: () => (transport.continuity === 'none' ? undefined : position.cursor),
    onBatch: handleBatch,
    onDown: handleDown,
    onCursorDropped() {
      position.cursor = undefined;
    },
    onDoubt: () => void doubt(),
    onChange(next) {
      connection = next;
      publisher.request();
    },
  });

  const seed = (): void => {
    const held = context.history.read(transport.scope, id);
    if (!held || transcript.size > 0) return;
    transcript.seed(held.messages, held.hasOlderMessages, held.olderCursor);
    outbox.restore(held.unsent ?? []);
    position.cursor = held.feedCursor;
    isPending = false;
    news.begin();
  };
  let unsubscribe: (() => void)[] = [];
  const listen = (): void => {
    const stopWake = environment.onWake((reason) => {
      feed.wake(reason);
      outbox.wake();
    });
    const stopHide = environment.onHide?.(() => cache.flush());
    unsubscribe = [stopWake, ...(stopHide ? [stopHide] : [])];
  };
  const startFeed = (): void => {
    if (isDisconnected) return;
    if (transport.openFeed) feed.start();
    // A backend without a feed has nothing to miss: what history says is all there is.
    else openNow(false);
  };
  const stopFeed = (): void => {
    feed.stop();
    handleDown();
    connection = idle;
    hasBeenLive = false;
  };
  const enter = (audience: Audience): void => {
    work = new AbortController();
    seed();
    listen();
    if (transport.openFeed || audience !== 'live') void reconciler.readFirst(work.signal);
  };
  const leave = (): void => {
    work.abort();
    for (const stop of unsubscribe) stop();
    unsubscribe = [];
    transcript.interruptStreaming();
    outbox.close();
    cache.request();
    cache.flush();
  };
  const handleAudience = (next: Audience): void => {
    if (isDisposed) return;
    const before = audience;
    audience = next;
    context.onAudience(next);
    if (before === 'none') enter(next);
    if (next === 'live') startFeed();
    else if (before === 'live') stopFeed();
    if (next === 'none') leave();
    // Publishes what the leave changed and takes back a frame that is scheduled: nothing is left behind.
    if (next === 'none') publisher.flush();
    else publisher.request();
  };
  const consumers = createConsumers(handleAudience);
  // Before the publisher: the initial state, which servers render, has the rows that are held.
  seed();
  const publisher = createPublisher(transcript, environment, readScalars);

  const loadOlderMessages = (): Promise<void> => {
    loading ??= published(runLoad().finally(() => void (loading = undefined)));
    return loading;
  };
  const runLoad = async (): Promise<void> => {
    const { signal } = work;
    if (isDisposed) return;
    isLoadingOlder = true;
    publisher.request();
    try {
      await loadOlder(access, signal, handleCommit);
    } catch (error) {
      if (!signal.aborted) throw toConversationError(error, 'invalid_response');
    } finally {
      isLoadingOlder = false;
    }
  };
  /** Who awaited an action reads its effect: the state is published before the promise settles. */
  const published = <T>(done: Promise<T>): Promise<T> => done.finally(publisher.flush);
  /** Nothing leaves a conversation that was disposed. */
  const act = async <T>(start: () => Promise<T>): Promise<T> => {
    if (isDisposed) throw createAborted();
    return published(start());
  };
  const refuse = async (what: string): Promise<never> => {
    throw new ConversationError('unsupported', `The ${transport.name} transport cannot ${what}.`);
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
    stop: () => refuse('stop a turn'),
    regenerate: () => refuse('regenerate an answer'),
    respondToApproval: () => refuse('respond to approvals'),
    loadOlderMessages,
    reconcile: () => act(() => (openFeed ? doubt() : reconciler.readFirst(work.signal))),
    reconnect() {
      isDisconnected = false;
      if (audience !== 'live') return;
      handleDown();
      if (transport.openFeed) feed.restart();
      else openNow(false);
    },
    disconnect() {
      if (isDisposed) return;
      isDisconnected = true;
      stopFeed();
      publisher.request();
    },
    holdMessages() {
      holds += 1;
      let isHeld = true;
      return () => {
        if (isHeld) holds -= 1;
        isHeld = false;
      };
    },
    getDiagnostics: () => diagnostics.counts,
    dispose() {
      if (audience !== 'none') handleAudience('none');
      work.abort();
      outbox.close();
      publisher.flush();
      isDisposed = true;
    },
  };
}
