import type { ServerMessage } from '../model/message.ts';

/** 0 when the wire tells no version of one of them. */
export function compareVersions(a: ServerMessage, b: ServerMessage): number {
  if (a.version !== undefined && b.version !== undefined) return a.version - b.version;
  if (a.updatedAt !== undefined && b.updatedAt !== undefined) return a.updatedAt - b.updatedAt;
  return 0;
}
