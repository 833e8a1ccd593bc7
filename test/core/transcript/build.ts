import type { Message, ServerMessage } from 'react-conversation-stream/core';
import { getMessageText } from 'react-conversation-stream/core';
import type { LocalSend } from '../../../src/core/transcript/localSends.ts';
import { createRunItems, type Run } from '../../../src/core/transcript/run.ts';
import type { Transcript } from '../../../src/core/transcript/transcript.ts';
import { TurnTranscript } from '../../../src/core/transcript/turnTranscript.ts';

/** A message as a backend tells it; `at` is its time. */
export function tell(
  id: string,
  at: number,
  given: Partial<ServerMessage> & { readonly text?: string } = {},
): ServerMessage {
  const { text = `Text of ${id}`, ...fields } = given;
  return {
    id,
    conversationId: 'c1',
    role: 'assistant',
    parts: [{ type: 'text', text }],
    createdAt: at,
    ...fields,
  };
}

/** A transcript that takes a user's message of the same text for the stored form of a send. */
export function createTranscript(): TurnTranscript {
  return new TurnTranscript(
    (local, message) =>
      message.role === 'user' && getMessageText(message) === getMessageText(local),
  );
}

/** A send that is on its way. */
export function createSend(text: string, given: Partial<LocalSend> = {}): LocalSend {
  const id = given.idempotencyKey ?? text;
  return {
    key: `local:${id}`,
    conversationId: 'c1',
    idempotencyKey: id,
    message: { parts: [{ type: 'text', text }] },
    createdAt: 0,
    status: 'sending',
    error: undefined,
    isInDoubt: false,
    floor: undefined,
    ...given,
  };
}

/** A stretch of history requested now, unless `asOf` says when. */
export function stretch(
  transcript: Transcript,
  messages: readonly ServerMessage[],
  given: Partial<Run> = {},
): Run {
  const asOf = given.asOf ?? transcript.tick();
  return {
    items: createRunItems(messages, asOf),
    asOf,
    hasOlder: false,
    olderCursor: undefined,
    isNewest: true,
    isProof: true,
    ...given,
  };
}

/** The rows as a reader sees them. */
export function readRows(transcript: Transcript): Message[] {
  return transcript.readKeys().map((key) => {
    const row = transcript.read(key);
    if (!row) throw new Error(`The key ${key} has no row.`);
    return row;
  });
}

export function readIds(transcript: Transcript): string[] {
  return readRows(transcript).map(({ id }) => id);
}

export function readTexts(transcript: Transcript): string[] {
  return readRows(transcript).map(getMessageText);
}
