import type { Message, ServerMessage } from '../model/message.ts';
import { toMessage, type Entry } from './entry.ts';
import { getOrder } from './run.ts';

/** Tells whether `message` is the stored form of `local`. */
export type MatchRule = (local: Message, message: ServerMessage) => boolean;

/**
 * Rows of turns whose ids were made here: history lists them under ids of its own, which takes their place
 * (PROTOCOLS §5.6). Oldest first.
 */
export class ProvisionalRows extends Set<Entry> {
  private readonly matches: MatchRule;

  constructor(matches: MatchRule) {
    super();
    this.matches = matches;
  }

  /** `isAnswer`: does the server list `message` right after the row before this one? */
  findMatch(message: ServerMessage, isAnswer: (row: Entry) => boolean): Entry | undefined {
    for (const row of this) {
      const local = row.message;
      if (local.clientId !== undefined && local.clientId === message.clientId) return row;
      if (local.role !== message.role || getOrder(message) < row.order) continue;
      if (isAnswer(row) || this.matches(toMessage(row), message)) return row;
    }
    return undefined;
  }
}
