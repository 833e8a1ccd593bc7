import { expectSame, expectThat } from './expectation.ts';
import { readAllTexts } from './readAllTexts.ts';
import type { Subject } from './createSubject.ts';

const sizes = [0, 1, 20, 21, 57];

/** History is whole, in order, down to its first message, however many pages that takes. */
export async function checkHistory(subject: Subject): Promise<void> {
  for (const size of sizes) {
    const texts = Array.from({ length: size }, (_, index) => `Message ${index + 1} of ${size}`);
    const conversationId = await subject.backend.create(texts);
    expectSame(
      await readAllTexts(subject, conversationId),
      texts,
      `A history of ${size} messages is not read as it is.`,
    );
    if (size > 0) await checkPage(subject, conversationId, texts);
  }
}

/** The port's small print: oldest first, the newest page when nothing else is asked, of this conversation. */
async function checkPage(
  subject: Subject,
  conversationId: string,
  texts: readonly string[],
): Promise<void> {
  const { transport } = subject.connect();
  const { signal } = new AbortController();
  const { messages } = await transport.listMessages({ conversationId, limit: 5, signal });
  const newest = messages.at(-1);
  expectThat(newest !== undefined, 'The newest page of a history with messages is empty.');
  const [part] = newest.parts;
  const text = part?.type === 'text' ? part.text : undefined;
  expectSame(text, texts.at(-1), 'The last message of the first page is not the newest.');
  for (const { id, conversationId: of, createdAt } of messages) {
    expectThat(id !== '', 'A message has an empty id.');
    expectSame(of, conversationId, 'A message says that it is of another conversation.');
    expectThat(Number.isFinite(createdAt), 'A message has no time.', createdAt);
  }
}
