import type { ServerMessage } from '../model/message.ts';
import type { Entry } from './entry.ts';
import { isDeepEqual } from './isDeepEqual.ts';

const maxSuperseded = 4;

/** Is this content one that an edit replaced? On a wire without versions an old copy looks like a new edit. */
export function isSuperseded(entry: Entry, message: ServerMessage): boolean {
  return entry.superseded?.includes(JSON.stringify(message.parts)) ?? false;
}

/** Before the content of `entry` is replaced by that of `message`. */
export function supersede(entry: Entry, message: ServerMessage): void {
  if (isDeepEqual(entry.message.parts, message.parts)) return;
  const next = JSON.stringify(message.parts);
  const past = (entry.superseded ?? []).filter((text) => text !== next);
  entry.superseded = [...past, JSON.stringify(entry.message.parts)].slice(-maxSuperseded);
}
