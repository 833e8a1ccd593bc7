import { QueryClient, useInfiniteQuery } from '@tanstack/react-query';
import { describe, expectTypeOf, it } from 'vitest';
import {
  Conversation,
  conversationQuery,
  selectCachedMessages,
  useConversation,
  useConversationStream,
  useMessage,
  useMessages,
  useSuspenseMessages,
  type Conversation as ConversationHandle,
  type ConversationError,
  type ConversationPages,
  type ConversationTransport,
  type Message,
  type StoredMessage,
} from 'react-conversation-stream';
import type { BimpeMetadata } from 'react-conversation-stream/transports/bimpe';

declare const transport: ConversationTransport<BimpeMetadata>;

describe('the types of hooks', () => {
  it('carry the metadata of the backend', () => {
    expectTypeOf(useConversationStream<BimpeMetadata>).returns.toHaveProperty('messages');
    expectTypeOf(useConversationStream<BimpeMetadata>('c').messages).toEqualTypeOf<
      readonly Message<BimpeMetadata>[]
    >();
    expectTypeOf(useMessage<BimpeMetadata>('key')).toEqualTypeOf<
      Message<BimpeMetadata> | undefined
    >();
    expectTypeOf(useConversation<BimpeMetadata>('c').sendMessage('Hi')).resolves.toEqualTypeOf<
      Message<BimpeMetadata>
    >();
  });

  it('take an id, null, or nothing', () => {
    expectTypeOf(useConversationStream).parameter(0).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(useMessages('c').messages).toEqualTypeOf<readonly Message[]>();
  });

  it('infer what is selected', () => {
    const { messages } = useMessages('c', { select: (all) => all.length });
    expectTypeOf(messages).toEqualTypeOf<number>();
    const role = useMessage('key', 'c', { select: (message) => message.role });
    expectTypeOf(role).toEqualTypeOf<Message['role'] | undefined>();
  });

  it('know what the query cache holds', () => {
    const query = conversationQuery(transport, 'c');
    const queryClient = new QueryClient();
    expectTypeOf(queryClient.getQueryData(query.queryKey)).toEqualTypeOf<
      ConversationPages | undefined
    >();
    expectTypeOf(useInfiniteQuery(query).data).toEqualTypeOf<ConversationPages | undefined>();
    const selected = useInfiniteQuery({ ...query, select: selectCachedMessages });
    expectTypeOf(selected.data).toEqualTypeOf<readonly StoredMessage[] | undefined>();
    expectTypeOf(selected.error).toEqualTypeOf<ConversationError | null>();
    expectTypeOf(
      queryClient.ensureInfiniteQueryData(query),
    ).resolves.toEqualTypeOf<ConversationPages>();
  });

  it('of a suspending one is always there', () => {
    expectTypeOf(useSuspenseMessages<BimpeMetadata>('c').messages).toEqualTypeOf<
      readonly Message<BimpeMetadata>[]
    >();
    expectTypeOf(useSuspenseMessages).returns.not.toHaveProperty('isPending');
    expectTypeOf(useSuspenseMessages).parameter(1).not.toHaveProperty('enabled');
  });

  it('Conversation is the component and the type of the handle', () => {
    expectTypeOf(Conversation).toBeFunction();
    expectTypeOf(useConversation()).toEqualTypeOf<ConversationHandle>();
  });
});
