import type { LettaTransport } from 'react-conversation-stream/transports/letta';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LettaScript, LettaToolScript } from '../../../playground/server/letta/lettaTypes.ts';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';
import { applyEvents, createTestTransport, tell, textsOf, type Told } from './lettaTransport.ts';

let server: LettaServer;
beforeEach(async () => {
  server = await startLetta();
});
afterEach(() => server.close());

const { signal } = new AbortController();
const message = { parts: [{ type: 'text', text: 'Hello' }] } as const;
const script = (...replies: LettaScript[]) =>
  server.script({ conversationId: server.conversationId, replies });
const send = (transport: LettaTransport, idempotencyKey = 'k'): Promise<Told> =>
  tell(
    transport.sendMessage({
      conversationId: server.conversationId,
      message,
      idempotencyKey,
      signal,
    }),
  );
const pay = (id: string): LettaToolScript => ({
  name: 'pay',
  id,
  input: { eur: id.length },
  waitsFor: 'approval',
  output: `paid ${id}`,
});
type Answer = { isApproved?: boolean; reason?: string; output?: unknown };
const answer = (
  transport: LettaTransport,
  approvalId: string,
  { isApproved = true, ...rest }: Answer = {},
) =>
  transport.respondToApproval({
    conversationId: server.conversationId,
    approvalId,
    isApproved,
    signal,
    ...rest,
  });
const tellAnswer = (turn: ReturnType<LettaTransport['respondToApproval']>): Promise<Told> => {
  if (!(Symbol.asyncIterator in turn)) throw new Error('Not all answers are there.');
  return tell(turn);
};
const sentInputs = () =>
  server
    .log()
    .filter(({ route }) => route === 'send')
    .map(({ body }) => (JSON.parse(body) as { messages: unknown[] }).messages[0]);

describe('a call that waits', () => {
  it('is part of the message that asks, and the run ends with it', async () => {
    script({
      steps: [{ reasoning: 'Hm.', text: 'May I?', tools: [pay('c1')] }, { text: 'Done.' }],
    });
    const told = await send(createTestTransport(server));
    const messages = applyEvents(told.events);
    expect(textsOf(messages.values())).toEqual([
      '<Hm.>May I?[approval-requested:{"eur":2}→undefined]',
    ]);
    const part = [...[...messages.values()][0]!.parts.values()].at(-1);
    expect(part).toMatchObject({ toolCallId: 'c1', approval: { id: 'c1' } });
    expect(told.events).toContainEqual({ type: 'status', status: 'requires_approval' });
  });

  it('gets its result in the stream that follows the answer', async () => {
    script({ steps: [{ text: 'May I?', tools: [pay('c1')] }, { text: 'Done.' }] });
    const transport = createTestTransport(server);
    const messages = applyEvents((await send(transport)).events);
    const { events, error } = await tellAnswer(answer(transport, 'c1'));
    expect(error).toBeUndefined();
    expect(textsOf(applyEvents(events, messages).values())).toEqual([
      'May I?[output-available:{"eur":2}→paid c1]',
      'Done.',
    ]);
    expect(sentInputs()[1]).toEqual({
      type: 'approval',
      approvals: [{ type: 'approval', tool_call_id: 'c1', approve: true }],
      otid: 'approval-c1',
    });
  });

  it('is denied with a reason, which the agent hears', async () => {
    script({ steps: [{ tools: [pay('c1')] }], denied: [{ text: 'Fine.' }] });
    const transport = createTestTransport(server);
    const messages = applyEvents((await send(transport)).events);
    const { events } = await tellAnswer(
      answer(transport, 'c1', { isApproved: false, reason: 'no' }),
    );
    const [asked, last] = textsOf(applyEvents(events, messages).values());
    expect(asked).toMatch(/^\[output-denied:.*User reason: no\]$/);
    expect(last).toBe('Fine.');
    const { messages: stored } = await createTestTransport(server).listMessages({
      conversationId: server.conversationId,
      limit: 20,
      signal,
    });
    expect(stored[1]!.parts[0]).toMatchObject({
      state: 'output-denied',
      approval: { id: 'c1', approved: false, reason: 'no' },
    });
  });

  it('with others beside it: they are answered together, when all are', async () => {
    script({ steps: [{ tools: [pay('c1'), pay('c22')] }, { text: 'Both.' }] });
    const transport = createTestTransport(server);
    await send(transport);
    await expect(answer(transport, 'c22', { isApproved: false })).resolves.toBeUndefined();
    expect(sentInputs()).toHaveLength(1);
    const { error } = await tellAnswer(answer(transport, 'c1'));
    expect(error).toBeUndefined();
    expect(sentInputs()[1]).toMatchObject({
      approvals: [
        { tool_call_id: 'c1', approve: true },
        { tool_call_id: 'c22', approve: false },
      ],
    });
  });

  it('is known after a reload, from history', async () => {
    script({ steps: [{ tools: [pay('c1'), pay('c22')] }, { text: 'Both.' }] });
    await send(createTestTransport(server));
    const transport = createTestTransport(server);
    const { conversationId } = server;
    const { messages } = await transport.listMessages({ conversationId, limit: 20, signal });
    expect(messages.at(-1)!.parts).toMatchObject([
      { state: 'approval-requested', approval: { id: 'c1' } },
      { state: 'approval-requested', approval: { id: 'c22' } },
    ]);
    await answer(transport, 'c1');
    const { events } = await tellAnswer(answer(transport, 'c22'));
    const results = events.flatMap((event) =>
      event.type === 'part-set' && 'toolCallId' in event.part ? [event] : [],
    );
    expect(results).toMatchObject([
      { messageId: messages.at(-1)!.id, part: { toolCallId: 'c1', output: 'paid c1' } },
      { messageId: messages.at(-1)!.id, part: { toolCallId: 'c22', output: 'paid c22' } },
    ]);
  });

  it('takes what the app’s own tool returned', async () => {
    const tools: LettaToolScript[] = [{ name: 'locate', id: 'c1', input: {}, waitsFor: 'client' }];
    script({ steps: [{ tools }, { text: 'There.' }] });
    const clientTools = [{ name: 'locate', description: 'Where the user is' }];
    const transport = createTestTransport(server, { clientTools });
    await send(transport);
    expect(JSON.parse(server.log()[0]!.body)).toMatchObject({ client_tools: clientTools });
    await tellAnswer(answer(transport, 'c1', { output: { lat: 6.5 } }));
    expect(sentInputs()[1]).toMatchObject({
      approvals: [
        { type: 'tool', tool_call_id: 'c1', status: 'success', tool_return: '{"lat":6.5}' },
      ],
    });
  });

  it('keeps its arguments whole when their deltas are split by a resume', async () => {
    const tools = [{ ...pay('c1'), input: { note: 'a rather long note, in many deltas' } }];
    script({ steps: [{ tools }] });
    const transport = createTestTransport(server);
    server.queueFault({ kind: 'reset-after', events: 6 });
    const first = await send(transport);
    expect(first.error).toMatchObject({ code: 'network' });
    const rest = await tell(
      transport.resumeTurn({ conversationId: server.conversationId, after: first.cursor!, signal }),
    );
    const messages = applyEvents(rest.events, applyEvents(first.events));
    expect(textsOf(messages.values())).toEqual([
      '[approval-requested:{"note":"a rather long note, in many deltas"}→undefined]',
    ]);
  });

  it('is told by the server when a message comes instead of an answer', async () => {
    script({ steps: [{ tools: [pay('c1')] }] });
    const transport = createTestTransport(server);
    await send(transport);
    const { events, error } = await send(transport, 'k2');
    expect(error).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('waiting for approval'),
    });
    expect(events.some((event) => event.type === 'message-start')).toBe(false);
  });

  it('is answered again after the answer was lost, with the same otid: it runs once', async () => {
    script({ steps: [{ tools: [pay('c1')] }, { text: 'Done.' }] });
    const transport = createTestTransport(server);
    await send(transport);
    server.queueFault({ kind: 'refuse', when: 'after', match: { route: 'send' } });
    expect((await tellAnswer(answer(transport, 'c1'))).error).toMatchObject({ retryable: true });
    const { events, error } = await tellAnswer(answer(transport, 'c1'));
    expect(error).toBeUndefined();
    expect(textsOf(applyEvents(events).values())).toContain('Done.');
    expect(server.runs()).toHaveLength(2);
  });
});
