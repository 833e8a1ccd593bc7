import type { StreamFault } from './fault.ts';
import type { Ending, SseFrame } from './sseFrame.ts';

type LimitFault = Extract<StreamFault, { kind: 'close-after' | 'reset-after' | 'stall' }>;

/** A byte count at which a stream ends. */
export interface ByteLimit {
  readonly bytes: number;
  readonly ending: Ending;
}

/** Endings counted in events or heartbeats: asked after each frame. No number at all means at once. */
export function createEndings(
  faults: readonly StreamFault[],
): (frame: SseFrame) => Ending | undefined {
  const limits = faults
    .filter(isLimit)
    .filter((fault) => fault.bytes === undefined && fault.ms === undefined);
  const seen = { message: 0, 'keep-alive': 0 };
  return (frame) => {
    if (frame.kind === 'message' || frame.kind === 'keep-alive') seen[frame.kind] += 1;
    const reached = limits.find(({ events, heartbeats }) => {
      const kind = heartbeats === undefined ? 'message' : 'keep-alive';
      const limit = heartbeats ?? events ?? 0;
      return limit === 0 ? frame.kind === 'open' : frame.kind === kind && seen[kind] === limit;
    });
    return reached && toEnding(reached);
  };
}

/** Endings counted in bytes, the nearest first. */
export function readByteLimits(faults: readonly StreamFault[]): readonly ByteLimit[] {
  return faults
    .filter(isLimit)
    .flatMap((fault) =>
      fault.bytes === undefined ? [] : [{ bytes: fault.bytes, ending: toEnding(fault) }],
    )
    .toSorted((a, b) => a.bytes - b.bytes);
}

/** Endings after a time, counted from the headers. */
export function readTimeLimits(
  faults: readonly StreamFault[],
): readonly { readonly ms: number; readonly ending: Ending }[] {
  return faults
    .filter(isLimit)
    .flatMap((fault) =>
      fault.ms === undefined ? [] : [{ ms: fault.ms, ending: toEnding(fault) }],
    );
}

function isLimit(fault: StreamFault): fault is LimitFault {
  return fault.kind === 'close-after' || fault.kind === 'reset-after' || fault.kind === 'stall';
}

function toEnding(fault: LimitFault): Ending {
  if (fault.kind === 'close-after') return { how: 'close' };
  if (fault.kind === 'reset-after') return { how: 'reset' };
  return { how: 'stall', ms: fault.resumeAfter, keepAlive: fault.keepAlive };
}
