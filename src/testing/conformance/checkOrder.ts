import { expectSame } from './expectation.ts';
import { readAllTexts } from './readAllTexts.ts';
import { splitAnyhow } from './splitBytes.ts';
import { watchConversation, type WatchedConversation } from './watchConversation.ts';
import { withBody, type Respond } from './createWire.ts';
import type { Subject } from './createSubject.ts';

const runs = 3;

/** History pages, live events and answers to sends commute: in whatever order they arrive, one list comes out. */
export async function checkOrder(subject: Subject): Promise<void> {
  for (let run = 0; run < runs; run += 1) await checkOnce(subject);
}

async function checkOnce(subject: Subject): Promise<void> {
  const { backend } = subject;
  const before = Array.from({ length: 25 }, (_, index) => `Earlier ${index + 1}`);
  const conversationId = await backend.create(before);
  const { transport } = subject.connect(delaying(subject.random));
  const watched = watchConversation(subject, transport, conversationId);
  try {
    const said = await sayAtOnce(subject, watched, conversationId);
    await watched.untilLive();
    while (watched.conversation.store.getState().hasOlderMessages)
      await watched.conversation.loadOlderMessages();
    const stored = await readAllTexts(subject, conversationId);
    expectSame(
      stored.toSorted(),
      [...before, ...said].toSorted(),
      'The backend does not have what was said, each once.',
    );
    await watched.untilShows(stored);
  } finally {
    watched.dispose();
  }
}

/** Everybody speaks while the conversation is still being joined. */
async function sayAtOnce(
  { backend, shapes }: Subject,
  { conversation, untilLive }: WatchedConversation,
  conversationId: string,
): Promise<readonly string[]> {
  const said: string[] = [];
  if (shapes.includes('feed')) {
    for (let i = 1; i <= 6; i += 1) {
      said.push(`Live ${i}`);
      await backend.emit!(conversationId, `Live ${i}`);
      if (i === 3 && conversation.transport.capabilities.canSend && !backend.answer) {
        said.push('Sent.');
        await conversation.sendMessage('Sent.');
      }
    }
    return said;
  }
  await untilLive();
  for (const text of ['First answer.', 'Second answer.']) {
    said.push(`Before: ${text}`, text);
    await backend.answer!(conversationId, text);
    await conversation.sendMessage(`Before: ${text}`);
  }
  return said;
}

const longest = 30;

/** Every answer comes late, by chance, and in pieces. */
function delaying(random: () => number): Respond {
  return async (_, send) => {
    await pause(random() * longest);
    const response = await send();
    await pause(random() * longest);
    if (!response.body) return response;
    const split = splitAnyhow(random, 200);
    const pieces = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        for (const piece of split(chunk)) controller.enqueue(piece);
      },
    });
    return withBody(response, response.body.pipeThrough(pieces));
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
