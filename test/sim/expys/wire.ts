import { hashText } from '../random.ts';
import type { RecordedMessage } from '../record.ts';
import type { Frame } from '../streamLine.ts';

/** Who the reader is on this wire. */
export const selfAuthorId = 'mem_self';
const others = ['agent_1', 'agent_2', 'mem_other'] as const;

/** A message as history and the feed show it (PROTOCOLS §4.2). */
export function toWire(message: RecordedMessage): Record<string, unknown> {
  const { id, sendText, createdAt } = message;
  return {
    id,
    authorID: sendText === undefined ? others[hashText(id) % others.length] : selfAuthorId,
    type: 'text',
    body: message.versions.at(-1)?.text ?? null,
    createdAt: new Date(createdAt).toISOString(),
    attachments: [],
  };
}

/** An unnamed event without an id (PROTOCOLS §4.3). */
export function toFrame(message: RecordedMessage, lineEnd: string): Frame {
  return {
    text: block([`data: ${JSON.stringify(toWire(message))}`], lineEnd),
    messageId: message.id,
    version: message.versions.length - 1,
  };
}

export function heartbeat(lineEnd: string): Frame {
  return { text: block([': heartbeat'], lineEnd) };
}

/** An event of a later version of the protocol. */
export function unknownEvent(lineEnd: string): Frame {
  return { text: block(['event: typing', 'data: {"is":"typing"}'], lineEnd) };
}

/** The frame of `message` with JSON that stops in the middle. */
export function garble(frame: Frame): Frame {
  const { text, messageId } = frame;
  const cutAt = text.lastIndexOf('"createdAt"');
  const end = text.slice(text.lastIndexOf('}') + 1);
  return { text: text.slice(0, cutAt) + end, ...(messageId === undefined ? {} : { messageId }) };
}

function block(lines: readonly string[], lineEnd: string): string {
  return lines.join(lineEnd) + lineEnd + lineEnd;
}
