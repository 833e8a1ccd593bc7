import { describe, expectTypeOf, it } from 'vitest';
import {
  Conversation,
  useConversation,
  useConversationStream,
  useMessage,
  useMessages,
  type Conversation as ConversationHandle,
  type Message,
} from 'react-conversation-stream';
import type { BimpeMetadata } from 'react-conversation-stream/transports/bimpe';

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

  it('Conversation is the component and the type of the handle', () => {
    expectTypeOf(Conversation).toBeFunction();
    expectTypeOf(useConversation()).toEqualTypeOf<ConversationHandle>();
  });
});
