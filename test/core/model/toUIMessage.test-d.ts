import type { UIMessage } from 'ai';
import { describe, expectTypeOf, it } from 'vitest';
import { toUIMessage, type ConversationTransport, type Message } from 'react-conversation-stream';
import type { UIToolCallShape, ToolState } from 'react-conversation-stream/core';
import type { createBimpeTransport } from 'react-conversation-stream/transports/bimpe';
import type { createExpysTransport } from 'react-conversation-stream/transports/expys';
import type { createLettaTransport } from 'react-conversation-stream/transports/letta';
import type { createLexeyTransport } from 'react-conversation-stream/transports/lexey';
import type { createSseTransport } from 'react-conversation-stream/transports/sse';

type MetadataOf<TCreate extends (...options: never[]) => unknown> =
  ReturnType<TCreate> extends ConversationTransport<infer TMetadata> ? TMetadata : never;

type Bimpe = MetadataOf<typeof createBimpeTransport>;
type Expys = MetadataOf<typeof createExpysTransport>;
type Letta = MetadataOf<typeof createLettaTransport>;
type Lexey = MetadataOf<typeof createLexeyTransport>;
type Sse = MetadataOf<typeof createSseTransport>;

describe("toUIMessage gives ai's UIMessage", () => {
  it('of any message', () => {
    expectTypeOf(toUIMessage<unknown>).returns.toExtend<UIMessage>();
    expectTypeOf(toUIMessage).parameter(0).toEqualTypeOf<Message>();
  });

  it('of the messages of every transport, with its metadata', () => {
    expectTypeOf<Bimpe>().not.toBeNever();
    expectTypeOf<Bimpe>().not.toBeUnknown();
    expectTypeOf(toUIMessage<Bimpe>).returns.toExtend<UIMessage<Bimpe>>();
    expectTypeOf<Expys>().not.toBeUnknown();
    expectTypeOf(toUIMessage<Expys>).returns.toExtend<UIMessage<Expys>>();
    expectTypeOf<Lexey>().not.toBeUnknown();
    expectTypeOf(toUIMessage<Lexey>).returns.toExtend<UIMessage<Lexey>>();
    expectTypeOf<Letta>().not.toBeUnknown();
    expectTypeOf(toUIMessage<Letta>).returns.toExtend<UIMessage<Letta>>();
    expectTypeOf(toUIMessage<Sse>).returns.toExtend<UIMessage>();
  });

  it('with metadata of its own kind only', () => {
    expectTypeOf(toUIMessage<Letta>).returns.not.toExtend<UIMessage<Bimpe>>();
  });

  it('in every state a tool call goes through', () => {
    expectTypeOf<UIToolCallShape['state']>().toEqualTypeOf<ToolState>();
  });
});
