import {
  createConversationClient,
  streamMessages,
  type Conversation,
  type ConversationClient,
  type ConversationClientOptions,
  type ConversationState,
  type ConversationTransport,
  type Message,
  type StreamMessagesOptions,
} from 'react-conversation-stream/core';
import { createTestEnvironment, type TestEnvironment } from 'react-conversation-stream/testing';
import { createRandom } from '../../sim/random.ts';
import type { VirtualClock } from '../../helpers/virtualClock.ts';
import { conversationId } from './wire.ts';

export interface Followed {
  readonly client: ConversationClient;
  readonly conversation: Conversation;
  /** Frames, wake signals, being online. */
  readonly page: TestEnvironment;
  /** Every state published, oldest first. */
  readonly states: readonly ConversationState[];
  readonly state: () => ConversationState;
  readonly release: () => void;
}

export interface FollowOptions extends Partial<Omit<ConversationClientOptions, 'transport'>> {
  /** Of the back-off's jitter. */
  readonly seed?: number;
}

/** A connected conversation in virtual time. */
export function follow(
  transport: ConversationTransport,
  clock: VirtualClock,
  { seed = 1, ...options }: FollowOptions = {},
): Followed {
  const page = createTestEnvironment(clock.client);
  const client = createConversationClient({
    transport,
    clock: clock.client,
    environment: page,
    random: createRandom(seed).next,
    ...options,
  });
  const conversation = client.conversation(conversationId);
  const states: ConversationState[] = [];
  conversation.store.subscribe((state) => void states.push(state));
  const release = conversation.connect();
  return {
    client,
    conversation,
    page,
    states,
    state: () => conversation.store.getState(),
    release,
  };
}

export interface Pulled {
  readonly messages: readonly Message[];
  /** Set once the iteration is over: how it ended. */
  readonly end: () => 'quiet' | { readonly error: unknown } | undefined;
  readonly abort: () => void;
}

/** A running iteration of `streamMessages` in virtual time. */
export function pull(
  transport: ConversationTransport,
  clock: VirtualClock,
  options: StreamMessagesOptions & { readonly seed?: number } = {},
): Pulled {
  const { seed = 1, ...rest } = options;
  const controller = new AbortController();
  const messages: Message[] = [];
  let end: ReturnType<Pulled['end']>;
  const read = async (): Promise<void> => {
    const source = streamMessages(transport, conversationId, {
      clock: clock.client,
      random: createRandom(seed).next,
      signal: controller.signal,
      ...rest,
    });
    for await (const message of source) messages.push(message);
  };
  read().then(
    () => void (end = 'quiet'),
    (error: unknown) => void (end = { error }),
  );
  return { messages, end: () => end, abort: () => controller.abort() };
}
