import {
  createConversationClient,
  getMessageText,
  selectMessages,
  type Conversation,
  type ConversationState,
  type ConversationTransport,
  type Message,
} from '../../core/index.ts';
import { expectThat, waitUntil } from './expectation.ts';
import type { Subject } from './createSubject.ts';

/** A live conversation over the transport under test, looked at after every publish. */
export interface WatchedConversation {
  readonly conversation: Conversation;
  messages(): readonly Message[];
  texts(): string[];
  /** Resolves when it is live and shows exactly these texts. */
  untilShows(texts: readonly string[]): Promise<void>;
  untilLive(): Promise<void>;
  dispose(): void;
}

/**
 * Opens a conversation. No published state of it may hold a row twice, or a text that nobody ever said
 * (`isSaid`): not even for a moment.
 */
export function watchConversation(
  subject: Subject,
  transport: ConversationTransport,
  conversationId: string,
  isSaid: (text: string) => boolean = () => true,
): WatchedConversation {
  const client = createConversationClient({ transport, random: subject.random });
  const conversation = client.conversation(conversationId);
  const messages = (state: ConversationState = conversation.store.getState()): readonly Message[] =>
    selectMessages(state);
  const texts = (): string[] => messages().map(getMessageText);
  let doubled: readonly string[] | undefined;
  let madeUp: string | undefined;
  conversation.store.subscribe((state) => {
    const rows = messages(state);
    const ids = rows.map(({ id }) => id);
    if (new Set(ids).size < ids.length) doubled ??= ids;
    madeUp ??= rows.map(getMessageText).find((text) => !isSaid(text));
  });
  conversation.connect();
  const isLive = (): boolean => conversation.store.getState().continuity === 'live';
  const until = async (condition: () => boolean, what: string): Promise<void> => {
    await waitUntil(
      () => isLive() && condition(),
      subject.timeout,
      () => `${what} ${describe(conversation.store.getState(), texts())}`,
    );
    expectThat(doubled === undefined, 'A published state held the same message twice.', doubled);
    expectThat(madeUp === undefined, 'A published state held a text that nobody said.', madeUp);
  };
  return {
    conversation,
    messages: () => messages(),
    texts,
    untilLive: () => until(() => true, 'The conversation did not become live.'),
    untilShows: (wanted) =>
      until(
        () => JSON.stringify(texts()) === JSON.stringify(wanted),
        `The conversation should show ${JSON.stringify(wanted)}.`,
      ),
    dispose: () => client.dispose(),
  };
}

function describe(state: ConversationState, texts: readonly string[]): string {
  const { connection, continuity, error } = state;
  const why = [connection.error?.message, error?.message].filter(Boolean).join('; ');
  return `It shows ${JSON.stringify(texts)}, is ${continuity}, its connection ${connection.status}${why && `: ${why}`}`;
}
