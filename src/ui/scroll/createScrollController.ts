import { captureAnchors, measureDrift, type Anchor } from './anchors.ts';
import { readMetrics, writeTop, type ScrollMetrics } from './scrollMetrics.ts';
import { watchGestures } from './watchGestures.ts';
import { watchSuspension } from './watchSuspension.ts';

export interface ScrollControllerOptions {
  readonly viewport: HTMLElement;
  /** What the viewport scrolls. */
  readonly content: HTMLElement;
  /** The rows, in order, as they are now. */
  readonly getRows: () => HTMLCollection;
  /** Ms; only differences count. */
  readonly now: () => number;
  readonly prefersReducedMotion: () => boolean;
  readonly getPolicy: () => FollowPolicy;
  /** `state` is another one. */
  readonly onChange: () => void;
  /** After each scroll, with the rows in view noted: what changes then moves none of them. */
  readonly onScroll: () => void;
  /** Within 1.5 viewports of the start (EXPERIENCE R9). Told while scrolling. */
  readonly onNearStart: () => void;
}

/**
 * What the transcript follows (EXPERIENCE R7). `end`: whatever comes. `turn-top`: what the reader sent goes near
 * the top and stays there, the answer grows below. `never`: nothing moves by itself.
 */
export type FollowPolicy = 'end' | 'turn-top' | 'never';

/** Published; changes identity only when a field does. */
export interface ScrollState {
  /** `follow`: stays at the end. `hold`: the first row in view stays where it is. `jump`: on its way. */
  readonly mode: 'follow' | 'hold' | 'jump';
  /** More than 120 px from the end: time for a way back (EXPERIENCE R11). */
  readonly isAway: boolean;
}

/** The only writer of one viewport's scroll position (EXPERIENCE §2). No frame, timer or render per scroll. */
export interface ScrollController {
  readonly state: ScrollState;
  /** Goes to the end and stays there. Smooth only for a short way, with motion allowed. */
  jumpToEnd(behavior?: 'auto' | 'smooth'): void;
  /** Puts the top of `row` near that of the viewport and keeps it there. */
  jumpToRow(row: Element): void;
  /** Gives the viewport the focus, without scrolling. */
  focus(): void;
  /** The reader sent what this row shows: goes where the policy says. */
  showSent(row: Element): void;
  /** The row of the message with this key, while it is mounted. */
  findRow(key: string): Element | undefined;
  /** Rows came or went: holds what is in view now, before any observer tells. */
  settle(): void;
  dispose(): void;
}

const followDistance = 24;
const awayDistance = 120;
const nearStart = 1.5;
/** Room above a row that is jumped to, px: what was said before is seen, too (EXPERIENCE R7). */
const peek = 64;
/** Longer ways are not watched: they are jumped. */
const smoothDistance = 2;

export function createScrollController(options: ScrollControllerOptions): ScrollController {
  const { viewport, content, getRows, getPolicy } = options;
  let state: ScrollState = { mode: 'follow', isAway: false };
  let last: ScrollMetrics = readMetrics(viewport);
  let anchors: readonly Anchor[] = [];
  let isSuspended = false;
  let written: number | undefined;
  /** The row of a turn that is kept near the top, with room below it for the answer. */
  let pinned: Element | undefined;
  let room = 0;

  const publish = (wanted: ScrollState['mode']): void => {
    const mode = wanted === 'follow' && getPolicy() === 'never' ? 'hold' : wanted;
    const isAway = mode !== 'follow' && last.toEnd > awayDistance;
    if (mode === state.mode && isAway === state.isAway) return;
    state = { mode, isAway };
    viewport.toggleAttribute('data-following', mode === 'follow');
    options.onChange();
  };
  const capture = (): void => {
    anchors = captureAnchors(viewport, getRows());
  };
  const write = (top: number, behavior: ScrollBehavior = 'instant'): void => {
    writeTop(viewport, top, behavior);
    last = readMetrics(viewport);
    written = behavior === 'smooth' ? undefined : viewport.scrollTop;
  };
  /** Nothing is written where it is there already: a write would end the browser's own animations. */
  const keepEnd = (): void => {
    if (last.toEnd > 0.5) write(last.top + last.toEnd);
  };
  /** As much as is missing below the pinned row to fill the viewport: less and less while the answer grows. */
  const makeRoom = (): void => {
    const next = pinned?.isConnected ? Math.max(0, measureRoom(pinned)) : 0;
    if (Math.abs(next - room) <= 0.5) return;
    room = next;
    content.style.setProperty('--cs-turn-room', `${room}px`);
  };
  const measureRoom = (row: Element): number => {
    const below = content.getBoundingClientRect().bottom - row.getBoundingClientRect().top;
    return viewport.clientHeight - peek - below;
  };
  const settle = (): void => {
    makeRoom();
    const before = last;
    last = readMetrics(viewport);
    const isAtRest = state.mode === 'follow' && !isSuspended;
    if (isAtRest || (state.mode === 'jump' && hasGrown(before, last))) {
      keepEnd();
      if (isSuspended) capture();
      publish('follow');
    } else if (state.mode !== 'jump') {
      const drift = measureDrift(viewport, anchors);
      // Nothing is written where the browser held the row itself: a write would end its own animations.
      if (Math.abs(drift) > 0.5) write(last.top + drift);
      capture();
      publish(state.mode);
    }
  };

  const handleScroll = (): void => {
    const before = last;
    last = readMetrics(viewport);
    const isOwn = written !== undefined && Math.abs(viewport.scrollTop - written) <= 1;
    written = undefined;
    if (!isOwn) move(before);
    if (state.mode === 'hold' || isSuspended) capture();
    publish(state.mode);
    options.onScroll();
    if (last.top < last.clientHeight * nearStart) options.onNearStart();
  };
  /** The reader scrolled, or the browser did: only the reader decides. */
  const move = (before: ScrollMetrics): void => {
    const isReader = isSameGeometry(before, last) || isGestureRecent();
    const moved = last.top - before.top;
    if (state.mode === 'jump' && !isGestureRecent()) return;
    if (isReader && moved < -1 && last.toEnd > 1) publish('hold');
    else if (isReader && moved > 0 && last.toEnd <= followDistance) publish('follow');
    else if (state.mode === 'jump') publish('hold');
  };
  /** Browsers give a smooth scroll up when rows change under it: the reader asked for the end all the same. */
  const finishJump = (): void => {
    last = readMetrics(viewport);
    keepEnd();
    capture();
    publish('follow');
  };
  const handleScrollEnd = (): void => {
    if (state.mode === 'jump') finishJump();
  };
  /** A smooth scroll that does not begin never ends. */
  const watchJump = (from: number, frames = 4): void => {
    requestAnimationFrame(() => {
      if (state.mode !== 'jump' || viewport.scrollTop !== from) return;
      if (frames === 0) finishJump();
      else watchJump(from, frames - 1);
    });
  };
  const handleSuspension = (next: boolean): void => {
    isSuspended = next;
    capture();
    // Never snap back: whoever is behind by now reads on. `last` stays: what the focus has scrolled, its event tells.
    const { toEnd } = readMetrics(viewport);
    if (!next && state.mode === 'follow' && toEnd > followDistance) publish('hold');
  };

  const end = new AbortController();
  const { signal } = end;
  const isGestureRecent = watchGestures(viewport, signal, options.now, () => publish('follow'));
  watchSuspension(content, signal, handleSuspension);
  // Where nothing is laid out (jsdom) there is none, and nothing to hold.
  const sizes = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(settle);
  sizes?.observe(viewport);
  sizes?.observe(content);
  // Rows that come and go may leave the height as it was.
  const children = new MutationObserver(settle);
  children.observe(content, { childList: true, subtree: true });
  viewport.addEventListener('scroll', handleScroll, { passive: true, signal });
  viewport.addEventListener('scrollend', handleScrollEnd, { passive: true, signal });
  viewport.toggleAttribute('data-following', true);
  settle();

  return {
    get state() {
      return state;
    },
    focus: () => viewport.focus({ preventScroll: true }),
    showSent(row) {
      if (getPolicy() === 'never') return;
      if (getPolicy() === 'end') {
        this.jumpToEnd();
        return;
      }
      pinned = row;
      makeRoom();
      this.jumpToRow(row);
      publish('hold');
    },
    jumpToEnd(behavior = 'auto') {
      last = readMetrics(viewport);
      const isShort = last.toEnd <= last.clientHeight * smoothDistance;
      const isSmooth = behavior === 'smooth' && isShort && !options.prefersReducedMotion();
      if (isSmooth && last.toEnd > 1) {
        publish('jump');
        write(last.top + last.toEnd, 'smooth');
        watchJump(viewport.scrollTop);
        return;
      }
      write(last.top + last.toEnd);
      publish('follow');
    },
    jumpToRow(row) {
      last = readMetrics(viewport);
      const offset = row.getBoundingClientRect().top - viewport.getBoundingClientRect().top;
      write(last.top + offset - peek);
      capture();
      publish(last.toEnd <= 1 ? 'follow' : 'hold');
    },
    findRow: (key) =>
      [...getRows()].find((row) => row instanceof HTMLElement && row.dataset['key'] === key),
    settle,
    dispose() {
      end.abort();
      sizes?.disconnect();
      children.disconnect();
    },
  };
}

function isSameGeometry(a: ScrollMetrics, b: ScrollMetrics): boolean {
  return a.scrollHeight === b.scrollHeight && a.clientHeight === b.clientHeight;
}

function hasGrown(before: ScrollMetrics, after: ScrollMetrics): boolean {
  return after.scrollHeight > before.scrollHeight;
}
