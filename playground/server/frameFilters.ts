import { readField, withField, type SseFrame } from './sseFrame.ts';

/** What becomes of a frame: itself, several frames, or none. `nth` counts message events from 1; `open` is 0. */
export type FrameFilter = (frame: SseFrame, nth: number) => readonly SseFrame[];

/** Changes event `at`, or every event. */
export function changeAt(
  at: number | undefined,
  change: (frame: SseFrame) => SseFrame,
): FrameFilter {
  return (frame, nth) =>
    frame.kind === 'message' && (at === undefined || nth === at) ? [change(frame)] : [frame];
}

/** Changes the first event that is meant. */
export function changeFirst(
  isMeant: (frame: SseFrame, nth: number) => boolean,
  change: (frame: SseFrame) => SseFrame,
): FrameFilter {
  let isDone = false;
  return (frame, nth) => {
    if (isDone || frame.kind !== 'message' || !isMeant(frame, nth)) return [frame];
    isDone = true;
    return [change(frame)];
  };
}

/** Puts a block before event `at`; with 0, right after the headers. */
export function insertAt(at: number, block: Pick<SseFrame, 'fields' | 'fill'>): FrameFilter {
  const inserted: SseFrame = { kind: 'extra', ...block };
  return (frame, nth) => {
    if (frame.kind === 'open') return at === 0 ? [frame, inserted] : [frame];
    return frame.kind === 'message' && nth === at ? [inserted, frame] : [frame];
  };
}

/** A copy of event `at` that claims to be of another conversation comes before it. */
export function foreignBefore(
  at: number,
  fieldNames: { readonly text: string; readonly conversation: string },
): FrameFilter {
  return (frame, nth) => {
    if (frame.kind !== 'message' || nth !== at) return [frame];
    const id = `${readField(frame, 'id') ?? 'message'}_foreign`;
    const stranger = editJson(withField(frame, 'id', id), {
      id,
      [fieldNames.conversation]: 'cv_foreign',
      [fieldNames.text]: 'This was said in another conversation.',
    });
    return [asExtra(stranger), frame];
  };
}

/** Comment lines before every line of every `every`-th event. */
export function withComments(size: number, every: number): FrameFilter {
  const comment = ['', 'c'.repeat(size)] as const;
  return (frame, nth) => {
    if (frame.kind !== 'message' || nth % every !== 0) return [frame];
    return [{ ...frame, fields: frame.fields.flatMap((field) => [comment, field]) }];
  };
}

/** Loses `count` events from `at` on. */
export function skip(at: number, count: number): FrameFilter {
  return (frame, nth) => (frame.kind === 'message' && nth >= at && nth < at + count ? [] : [frame]);
}

/** After event `at` the last `count` events are sent once more; with 0, those before the cursor, on opening. */
export function repeatLast(at: number, count: number, preceding: readonly SseFrame[]): FrameFilter {
  const sent = [...preceding];
  return (frame, nth) => {
    if (frame.kind === 'message') sent.push(frame);
    const isPlace = frame.kind === (at === 0 ? 'open' : 'message') && nth === at;
    if (!isPlace) return [frame];
    return [frame, ...sent.slice(-count).map(asExtra)];
  };
}

/** Changes the numbers that serve as ids: `change` gets the number and that of the event before. */
export function renumber(change: (id: number, before: number, nth: number) => number): FrameFilter {
  let before = 0;
  return (frame, nth) => {
    const id = Number(readField(frame, 'id'));
    if (frame.kind !== 'message' || Number.isNaN(id)) return [frame];
    const changed = withField(frame, 'id', String(change(id, before, nth)));
    before = id;
    return [changed];
  };
}

/** After the terminator of a turn the last `count` events come again. */
export function repeatAfterDone(count: number): FrameFilter {
  const sent: SseFrame[] = [];
  return (frame) => {
    if (frame.isDone) return [frame, ...sent.slice(-count).map(asExtra)];
    if (frame.kind === 'message') sent.push(frame);
    return [frame];
  };
}

/** Holds messages until there are `count`, then lets go what `release` makes of them. */
export function hold(
  count: number,
  release: (frames: readonly SseFrame[]) => readonly SseFrame[],
): FrameFilter {
  let held: SseFrame[] = [];
  return (frame) => {
    if (frame.kind === 'message') held.push(frame);
    // The end of a turn lets go whatever is still held.
    else if (!frame.ending) return [frame];
    if (held.length < count && !frame.ending) return [];
    const frames = release(held);
    held = [];
    return frame.kind === 'message' ? frames : [...frames, frame];
  };
}

/** The frame as one that is not counted among the messages. */
function asExtra(frame: SseFrame): SseFrame {
  return { ...frame, kind: 'extra' };
}

/** The frame with fields of its JSON set. */
export function editJson(frame: SseFrame, fields: Readonly<Record<string, unknown>>): SseFrame {
  const json = JSON.parse(readField(frame, 'data') ?? '{}') as Record<string, unknown>;
  return withField(frame, 'data', JSON.stringify({ ...json, ...fields }));
}
