import type { Clock, ListMessagesRequest, MessagePage, ServerMessage } from '../core/index.ts';
import { ConversationError } from '../core/index.ts';
import { editMessage, readScriptedMessage, type ScriptedMessage } from './scriptedMessage.ts';

/** What the server has of one conversation, oldest first. */
export interface MessageStore {
  readonly messages: readonly ServerMessage[];
  /** A message of this moment, not stored yet. */
  create(script: ScriptedMessage): ServerMessage;
  /** Stores it at its place, or in place of the one with its id. */
  put(message: ServerMessage): ServerMessage;
  edit(messageId: string, change: ScriptedMessage): ServerMessage;
  remove(messageId: string): void;
  findSend(idempotencyKey: string): ServerMessage | undefined;
  readPage(request: Pick<ListMessagesRequest, 'cursor' | 'limit'>): MessagePage;
}

const minute = 60_000;

export function createMessageStore(
  conversationId: string,
  clock: Clock,
  history: readonly ScriptedMessage[],
): MessageStore {
  const start = clock.now() - history.length * minute;
  const messages: ServerMessage[] = [];
  let count = 0;
  let lastTime = 0;

  const build = (script: ScriptedMessage, createdAt: number): ServerMessage => {
    count += 1;
    const message = readScriptedMessage(script, { conversationId, id: `m${count}`, createdAt });
    lastTime = Math.max(lastTime, message.createdAt);
    return message;
  };
  const find = (messageId: string): number => {
    const index = messages.findIndex(({ id }) => id === messageId);
    if (index >= 0) return index;
    throw new ConversationError(
      'invalid_argument',
      `The script names the message "${messageId}", and conversation "${conversationId}" has none.`,
    );
  };
  const put = (message: ServerMessage): ServerMessage => {
    const known = messages.findIndex(({ id }) => id === message.id);
    if (known >= 0) messages[known] = message;
    else messages.splice(placeOf(messages, message), 0, message);
    return message;
  };
  history.forEach((script, index) => put(build(script, start + index * minute)));
  return {
    messages,
    put,
    // No two at the same time: their order would be anybody's guess.
    create: (script) => build(script, Math.max(clock.now(), lastTime + 1)),
    edit: (messageId, change) =>
      put({ ...editMessage(messages[find(messageId)]!, change), updatedAt: clock.now() }),
    remove: (messageId) => void messages.splice(find(messageId), 1),
    findSend: (idempotencyKey) => messages.find(({ clientId }) => clientId === idempotencyKey),
    readPage: ({ cursor, limit }) => readPage(messages, cursor, limit),
  };
}

function placeOf(messages: readonly ServerMessage[], { createdAt }: ServerMessage): number {
  return messages.findLastIndex((message) => message.createdAt <= createdAt) + 1;
}

/** The cursor is the time and id of the page's oldest message, so that pages never move. */
function readPage(
  messages: readonly ServerMessage[],
  cursor: string | undefined,
  limit: number,
): MessagePage {
  const end = cursor === undefined ? messages.length : findEnd(messages, cursor);
  const start = Math.max(0, end - limit);
  const page = messages.slice(start, end);
  const [oldest] = page;
  return {
    messages: page,
    ...(start > 0 && oldest && { olderCursor: `${oldest.createdAt} ${oldest.id}` }),
  };
}

function findEnd(messages: readonly ServerMessage[], cursor: string): number {
  const [time, ...rest] = cursor.split(' ');
  const anchor = messages.findIndex(({ id }) => id === rest.join(' '));
  return anchor >= 0
    ? anchor
    : messages.findLastIndex(({ createdAt }) => createdAt < Number(time)) + 1;
}
