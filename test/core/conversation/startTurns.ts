import {
  getMessageText,
  selectMessages,
  type ConversationError,
  type ConversationTransport,
  type Message,
  type ServerMessage,
} from 'react-conversation-stream/core';
import { createVirtualClock, type VirtualClock } from '../../helpers/virtualClock.ts';
import { follow, type Followed, type FollowOptions } from '../feed/follow.ts';
import { epoch } from '../feed/wire.ts';
import { tell } from './scriptedBackend.ts';
import { createTurnBackend, type Line, type TurnBackend } from './turnBackend.ts';

export interface TurnScene extends Followed {
  readonly clock: VirtualClock;
  readonly backend: TurnBackend;
  /** `role:status:text` of each row. */
  readonly rows: () => string[];
  readonly messages: () => readonly Message[];
  readonly pass: (duration?: number) => Promise<void>;
  readonly send: (text: string) => Promise<Message | ConversationError>;
  readonly last: () => Line;
  /** What the server keeps of an exchange, as history lists it. */
  readonly store: (...texts: readonly string[]) => void;
}

export interface TurnSceneOptions extends FollowOptions {
  readonly past?: readonly ServerMessage[];
  readonly transport?: Partial<ConversationTransport>;
  readonly canResume?: boolean;
}

/** A live conversation with a backend that answers in-band, in virtual time. */
export async function startTurns({
  past = [],
  transport,
  canResume = false,
  ...options
}: TurnSceneOptions = {}): Promise<TurnScene> {
  const clock = createVirtualClock(epoch);
  const backend = createTurnBackend(clock, transport, { canResume });
  backend.stored.push(...past);
  const followed = follow(backend.transport, clock, options);
  const messages = (): readonly Message[] => selectMessages(followed.state());
  const pass = (duration = 20): Promise<void> => clock.runFor(duration);
  await pass();
  // The look whether a turn is running finds none.
  if (canResume) await backend.lines.shift()?.end();
  return {
    ...followed,
    clock,
    backend,
    messages,
    rows: () => messages().map((row) => `${row.role}:${row.status}:${getMessageText(row)}`),
    pass,
    send: (text) =>
      followed.conversation.sendMessage(text).catch((error: ConversationError) => error),
    last: () => backend.lines.at(-1)!,
    store(...texts) {
      for (const text of texts) {
        const at = backend.stored.length + 1;
        const role = at % 2 === 1 ? 'user' : 'assistant';
        backend.stored.push(tell(`s${at}`, { role, text, at }));
      }
    },
  };
}
