import { createConversationClient, getMessageText, selectMessages } from '../../core/index.ts';
import { expectSame, expectThat, waitUntil } from './expectation.ts';
import { createSend } from './recordStream.ts';
import { readTexts } from './readTexts.ts';
import { toTurn, type Batch, type Subject } from './createSubject.ts';

/** Two conversations at once: each hears its own, and nothing of the other. */
export async function checkIsolation(subject: Subject): Promise<void> {
  for (const shape of subject.shapes)
    await (shape === 'feed' ? checkFeeds(subject) : checkTurns(subject));
}

async function checkFeeds(subject: Subject): Promise<void> {
  const { backend, timeout } = subject;
  const { transport } = subject.connect();
  const client = createConversationClient({ transport });
  const ids = [await backend.create(['A before.']), await backend.create(['B before.'])];
  const conversations = ids.map((id) => client.conversation(id));
  for (const conversation of conversations) conversation.connect();
  const read = (index: number): string[] =>
    selectMessages(conversations[index]!.store.getState()).map(getMessageText);
  try {
    await waitUntil(
      () => conversations.every(({ store }) => store.getState().continuity === 'live'),
      timeout,
      () => 'Two conversations of one transport do not become live.',
    );
    for (const [index, name] of ['A', 'B', 'A', 'B'].entries())
      await backend.emit!(ids[index % 2]!, `${name} ${index}`);
    const wanted = [
      ['A before.', 'A 0', 'A 2'],
      ['B before.', 'B 1', 'B 3'],
    ];
    await waitUntil(
      () => read(0).length >= 3 && read(1).length >= 3,
      timeout,
      () => `Messages went astray: ${JSON.stringify([read(0), read(1)])}`,
    );
    expectSame([read(0), read(1)], wanted, 'Two conversations hear each other.');
    for (const { getDiagnostics } of conversations)
      expectThat(
        !getDiagnostics().has('foreign_message'),
        'A stream told messages of another conversation.',
      );
  } finally {
    client.dispose();
  }
}

async function checkTurns(subject: Subject): Promise<void> {
  const { backend } = subject;
  const { transport } = subject.connect();
  const { signal } = new AbortController();
  const read = async (name: string): Promise<string[]> => {
    const conversationId = await backend.create([]);
    await backend.answer!(conversationId, `The answer to ${name}.`);
    const turn = toTurn(transport.sendMessage!(createSend(conversationId, signal, name)));
    const batches: Batch[] = [];
    for await (const batch of turn ?? []) batches.push(batch);
    return [...readTexts(batches).values()].filter((text) => text !== name);
  };
  expectSame(
    await Promise.all([read('A'), read('B')]),
    [['The answer to A.'], ['The answer to B.']],
    'Two turns at once hear each other.',
  );
}
