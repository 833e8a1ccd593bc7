import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import type { Frame, StreamLine } from './streamLine.ts';

/** What a wire can put in the way of a frame; each protocol has its own words for it. */
export interface FrameSource {
  readonly lineEnd: string;
  garble(frame: Frame): Frame;
  unknownEvent(random: Random): Frame;
  /** A message that belongs elsewhere. */
  foreignMessage(): Frame | undefined;
  /** The frames up to this one again, with what the server has now. */
  recent(count: number, frame: Frame): readonly Frame[];
}

const encoder = new TextEncoder();

/** Writes one message frame to a feed, with whatever is due to go wrong with it. */
export function writeFrame(
  line: StreamLine,
  frame: Frame,
  faults: Faults,
  source: FrameSource,
): void {
  if (!line.isFollowed) {
    line.write(frame);
    return;
  }
  const splitting = faults.take('split');
  if (splitting) line.split(splitting);
  const cutting = faults.take('cut-inside');
  if (cutting) {
    cutInside(line, frame, cutting, source.lineEnd);
    return;
  }
  if (faults.take('stall')) line.silence();
  line.write(faults.take('garbage-json') ? source.garble(frame) : frame);
  writeAfter(line, frame, faults, source);
}

/** Frames that are nobody's business here. Sometimes they are the last ones. */
function writeStrange(line: StreamLine, faults: Faults, source: FrameSource): void {
  const unknown = faults.take('unknown-event');
  if (unknown) line.write(source.unknownEvent(unknown));
  const meddling = faults.take('foreign-message');
  const foreign = meddling && source.foreignMessage();
  if (foreign) line.write(foreign);
  if ((unknown ?? meddling)?.chance(0.4)) line.reset({ isLate: true });
}

function writeAfter(line: StreamLine, frame: Frame, faults: Faults, source: FrameSource): void {
  writeStrange(line, faults, source);
  const doubling = faults.take('duplicate');
  if (doubling) for (const again of source.recent(doubling.int(1, 5), frame)) line.write(again);
  const resetting = faults.take('reset-after');
  if (resetting) line.reset({ isLate: resetting.chance(0.4) });
  else if (faults.take('close-after')) line.end();
}

/** Part of the frame arrives, then the end, a break or nothing at all. */
function cutInside(line: StreamLine, frame: Frame, random: Random, lineEnd: string): void {
  const bytes = encoder.encode(frame.text);
  line.writeBytes(bytes.subarray(0, chooseCut(bytes, random, lineEnd)), frame);
  const ending = random.int(0, 2);
  if (ending === 0) line.end();
  else if (ending === 1) line.reset({ isLate: true });
  else line.silence({ isLate: true });
}

/** Behind the id line, just before the blank line, inside a character, or anywhere; never a whole frame. */
function chooseCut(bytes: Uint8Array, random: Random, lineEnd: string): number {
  const last = bytes.length - lineEnd.length;
  const wide = bytes.findIndex((byte) => byte >= 0xc0);
  const idLine = bytes.indexOf(lineEnd.charCodeAt(0)) + lineEnd.length;
  const places = [idLine, last, wide < 0 ? 1 : wide + 1, random.int(1, last)];
  return random.pick(places);
}
