import {
  createConversationClient,
  selectMessages,
  type Conversation,
  type ConversationClient,
  type ConversationClientOptions,
  type ConversationState,
} from 'react-conversation-stream/core';
import { getMessageText } from 'react-conversation-stream/core';

export interface OpenConversation {
  readonly client: ConversationClient;
  readonly conversation: Conversation;
  readonly release: () => void;
  /** Every state published so far, oldest first. */
  readonly states: readonly ConversationState[];
  state(): ConversationState;
  texts(): string[];
  ids(): string[];
  /** Resolves with the first published state for which `condition` holds. Rejects after `timeout` ms. */
  until(
    condition: (state: ConversationState) => boolean,
    timeout?: number,
  ): Promise<ConversationState>;
}

/** A connected conversation, with what tests ask of it. */
export function openConversation(options: ConversationClientOptions, id: string): OpenConversation {
  const client = createConversationClient(options);
  const conversation = client.conversation(id);
  const states: ConversationState[] = [];
  conversation.store.subscribe((state) => void states.push(state));
  const release = conversation.connect();
  const state = (): ConversationState => conversation.store.getState();
  return {
    client,
    conversation,
    release,
    states,
    state,
    texts: () => selectMessages(state()).map(getMessageText),
    ids: () => selectMessages(state()).map((message) => message.id),
    until: (condition, timeout = 5_000) =>
      new Promise((resolve, reject) => {
        const check = (next: ConversationState): void => {
          if (!condition(next)) return;
          clearTimeout(timer);
          unsubscribe();
          resolve(next);
        };
        const unsubscribe = conversation.store.subscribe(check);
        const timer = setTimeout(() => {
          unsubscribe();
          reject(
            new Error(
              `Not true after ${timeout} ms: ${String(condition)}\n${JSON.stringify(state(), undefined, 2)}`,
            ),
          );
        }, timeout);
        check(state());
      }),
  };
}
