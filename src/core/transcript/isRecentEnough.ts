import type { ServerMessage } from '../model/message.ts';
import { getOrder } from './run.ts';

/** Clocks of readers are wrong; this is how wrong we take them to be when nothing better is known. */
const clockTolerance = 10 * 60_000;

/** Can `message` be the stored form of what was made at `createdAt`, when `floor` was the newest order known? */
export function isRecentEnough(
  createdAt: number,
  floor: number | undefined,
  message: ServerMessage,
): boolean {
  if (floor !== undefined) return getOrder(message) >= floor;
  return message.createdAt >= createdAt - clockTolerance;
}
