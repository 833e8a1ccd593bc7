import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';
import type { LettaScript } from '../../../playground/server/letta/lettaTypes.ts';
import { applyEvents, createTestTransport, tell, textsOf } from './lettaTransport.ts';

let server: LettaServer;
beforeEach(async () => {
  server = await startLetta();
});
afterEach(() => server.close());

const signal = new AbortController().signal;
const script = (...replies: LettaScript[]) =>
  server.script({ conversationId: server.conversationId, replies });
const weather: LettaScript = {
  steps: [
    {
      reasoning: 'User wants weather.',
      text: 'Let me look.',
      tools: [{ name: 'get_weather', input: { city: 'Lagos' }, id: 'call_1', output: '31 C' }],
    },
    { text: 'It is 31 °C in Lagos. ☀️' },
  ],
};
const send = (
  text = 'Weather?',
  options: Parameters<typeof createTestTransport>[1] = {},
  idempotencyKey = 'key-1',
) =>
  createTestTransport(server, options).sendMessage({
    conversationId: server.conversationId,
    message: { parts: [{ type: 'text', text }] },
    idempotencyKey,
    signal,
  });
const bodyOf = (route: string) =>
  JSON.parse(server.log().findLast((record) => record.route === route)!.body) as Record<
    string,
    unknown
  >;

describe('a send', () => {
  it('asks nothing before it is read', async () => {
    const turn = send();
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.log()).toEqual([]);
    await tell(turn);
    expect(server.log()).toHaveLength(1);
  });

  it('asks for tokens, background and pings, with the key as otid', async () => {
    await tell(send());
    expect(bodyOf('send')).toEqual({
      messages: [{ type: 'message', role: 'user', content: 'Weather?', otid: 'key-1' }],
      streaming: true,
      stream_tokens: true,
      background: true,
      include_pings: true,
    });
  });

  it('brings one message per step, parts in order, the tool result at its call', async () => {
    script(weather);
    const { batches, events, error } = await tell(send());
    expect(error).toBeUndefined();
    expect(batches[0]).toEqual([{ type: 'open', cursor: 'otid:key-1' }]);
    const messages = applyEvents(events);
    expect(textsOf(messages.values())).toEqual([
      '<User wants weather.>Let me look.[output-available:{"city":"Lagos"}→31 C]',
      'It is 31 °C in Lagos. ☀️',
    ]);
    const rows = server.messages(server.conversationId);
    expect([...messages.keys()]).toEqual([
      rows.find(({ message_type }) => message_type === 'reasoning_message')!.id,
      rows.at(-1)!.id,
    ]);
    expect([...messages.values()].map(({ status }) => status)).toEqual(['complete', 'complete']);
  });
});
