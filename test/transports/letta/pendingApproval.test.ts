import { selectMessages } from 'react-conversation-stream/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConversation, type OpenConversation } from '../../helpers/openConversation.ts';
import { startLetta, type LettaServer } from '../../helpers/startLetta.ts';
import { createTestTransport } from './lettaTransport.ts';

let server: LettaServer;
let chat: OpenConversation;
beforeEach(async () => {
  server = await startLetta();
  server.script({
    conversationId: server.conversationId,
    replies: [
      {
        steps: [
          {
            text: 'May I?',
            tools: [{ name: 'pay', id: 'c1', input: {}, waitsFor: 'approval', output: 'paid' }],
          },
          { text: 'Done.' },
        ],
      },
      { steps: [{ text: 'Here.' }] },
    ],
  });
  chat = openConversation({ transport: createTestTransport(server) }, server.conversationId);
  await chat.until(({ continuity }) => continuity === 'live');
  await chat.conversation.sendMessage('Buy it');
});
afterEach(async () => {
  chat.client.dispose();
  await server.close();
});

const rows = (): string[] =>
  selectMessages(chat.state()).map(
    ({ role, status, parts }) =>
      `${role}:${status}:${parts.map((part) => ('text' in part ? part.text : part.type)).join()}`,
  );
const asked = ['user:complete:Buy it', 'assistant:complete:May I?,dynamic-tool'];
const refuse = async (): Promise<string> => {
  const sent = chat.conversation.sendMessage('Hello?');
  await expect(sent).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('waiting for approval'),
  });
  return selectMessages(chat.state()).at(-1)!.key;
};

describe('a message while an approval waits is refused, although its request is answered', () => {
  it('it failed, and says why; nothing else is shown of it', async () => {
    const key = await refuse();
    expect(rows()).toEqual([...asked, 'user:failed:Hello?']);
    expect(selectMessages(chat.state()).at(-1)).toMatchObject({ key, error: { code: 'conflict' } });
    expect(chat.state().status).toBe('error');
    await chat.conversation.reconcile();
    expect(rows()).toEqual([...asked, 'user:failed:Hello?']);
  });

  it('once it is answered, the message can be sent again, at its place', async () => {
    const key = await refuse();
    await chat.conversation.respondToApproval({ approvalId: 'c1', isApproved: true });
    const answered = [...asked, 'assistant:complete:Done.'];
    expect(rows()).toEqual([...answered, 'user:failed:Hello?']);
    await chat.conversation.retryMessage(key);
    await chat.until(({ status, keys }) => status === 'ready' && keys.includes(key));
    expect(rows()).toEqual([...answered, 'user:complete:Hello?', 'assistant:complete:Here.']);
  });

  it('it can be discarded', async () => {
    const key = await refuse();
    chat.conversation.discardMessage(key);
    await chat.until(({ keys }) => !keys.includes(key));
    expect(rows()).toEqual(asked);
  });
});
