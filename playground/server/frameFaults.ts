import type { StreamFault } from './fault.ts';
import {
  changeAt,
  changeFirst,
  editJson,
  foreignBefore,
  hold,
  insertAt,
  renumber,
  repeatAfterDone,
  repeatLast,
  skip,
  withComments,
  type FrameFilter,
} from './frameFilters.ts';
import { readField, withField, type SseFrame } from './sseFrame.ts';
import { createEndings } from './streamEndings.ts';

export interface FrameFaultContext {
  /** Events before the place where the stream starts. */
  readonly preceding: () => readonly SseFrame[];
  readonly fieldNames: { readonly text: string; readonly conversation: string };
}

type FilterTable = {
  readonly [TKind in StreamFault['kind']]?: (
    fault: Extract<StreamFault, { kind: TKind }>,
    context: FrameFaultContext,
  ) => FrameFilter;
};

/* Applied in this order: content first, then what is added, dropped, repeated and held, cuts last. */
const filters: FilterTable = {
  'null-message': ({ at = 1 }, { fieldNames }) =>
    changeAt(at, (frame) => editJson(frame, { [fieldNames.text]: null })),
  'huge-event': ({ at = 1, bytes }) =>
    changeAt(at, (frame) => editJson(frame, { padding: 'x'.repeat(bytes) })),
  'garbage-json': ({ at = 1 }) =>
    changeAt(at, (frame) => withField(frame, 'data', readField(frame, 'data')?.slice(0, -7))),
  'id-missing': ({ at }) => changeAt(at, (frame) => withField(frame, 'id', undefined)),
  'id-empty': ({ at }) => changeAt(at, (frame) => withField(frame, 'id', '')),
  'id-null': ({ at }) =>
    changeAt(at, (frame) => withField(frame, 'id', `${readField(frame, 'id')}\0`)),
  'id-gap': ({ at = 2, by = 1 }) => renumber((id, _before, nth) => (nth < at ? id : id + by)),
  'id-repeat': ({ at = 2 }) => renumber((id, before, nth) => (nth === at ? before : id)),
  comments: ({ size = 20, every = 1 }) => withComments(size, every),
  foreign: ({ at = 1 }, { fieldNames }) => foreignBefore(at, fieldNames),
  'unknown-event': ({ at = 0, name = 'typing', id }) =>
    insertAt(at, {
      fields: [
        ...(id === undefined ? [] : [['id', id] as const]),
        ['event', name],
        ['data', '{"is_typing":true}'],
      ],
    }),
  'retry-field': ({ at = 0, value }) => insertAt(at, { fields: [['retry', String(value)]] }),
  'endless-line': ({ at = 0, bytes = Infinity }) =>
    insertAt(at, { fields: [['data', '']], fill: bytes }),
  skip: ({ at = 1, count = 1 }) => skip(at, count),
  duplicate: ({ at = 1, count = 1 }, { preceding }) => repeatLast(at, count, preceding()),
  'no-done': () => (frame) => (frame.isDone ? [] : [frame]),
  'done-then-data': ({ count = 1 }) => repeatAfterDone(count),
  'done-then-open': () => (frame) => (isEnd(frame) ? [] : [frame]),
  reorder: ({ window = 2 }) => hold(window, (frames) => frames.toReversed()),
  burst: ({ events }) => hold(events, joined),
  'cut-inside': ({ at = 1, inside, how = 'reset' }) =>
    changeFirst(
      (frame, nth) => nth >= at && (inside !== 'utf8' || hasWideCharacter(frame)),
      (frame) => ({ ...frame, cut: { inside, ending: { how } } }),
    ),
  'eof-no-blank': ({ at = 1 }) =>
    changeAt(at, (frame) => ({ ...frame, isUnterminated: true, ending: { how: 'close' } })),
};

const order = Object.keys(filters);

/** Applies the faults of one stream to its frames, one after the other. */
export function createFrameFaults(
  faults: readonly StreamFault[],
  context: FrameFaultContext,
): (frame: SseFrame) => readonly SseFrame[] {
  const chain = faults
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .flatMap((fault) => createFilter(fault, context) ?? []);
  const endingAfter = createEndings(faults);
  let count = 0;
  return (frame) => {
    if (frame.kind === 'message') count += 1;
    const nth = frame.kind === 'open' ? 0 : count;
    let frames: readonly SseFrame[] = [frame];
    for (const filter of chain) frames = frames.flatMap((it) => filter(it, nth));
    const ending = endingAfter(frame);
    if (!ending) return frames;
    // Whatever the others made of the frame, the end comes after the last of it.
    return [...frames, { kind: 'extra', fields: [], ending }];
  };
}

function createFilter(fault: StreamFault, context: FrameFaultContext): FrameFilter | undefined {
  const create = filters[fault.kind] as
    | ((fault: StreamFault, context: FrameFaultContext) => FrameFilter)
    | undefined;
  return create?.(fault, context);
}

const joined = (frames: readonly SseFrame[]): readonly SseFrame[] =>
  frames.map((frame, index) => ({ ...frame, isJoined: index < frames.length - 1 }));

/** What a backend sends last, to end a turn. */
function isEnd(frame: SseFrame): boolean {
  return frame.fields.length === 0 && frame.ending?.how === 'close';
}

function hasWideCharacter(frame: SseFrame): boolean {
  return frame.fields.some(([, value]) => Buffer.byteLength(value) > value.length);
}
