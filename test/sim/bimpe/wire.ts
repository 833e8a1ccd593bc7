import type { RecordedMessage } from '../record.ts';
import type { Frame } from '../streamLine.ts';
import { hashText } from '../random.ts';

const roles = ['assistant', 'restaurant_user', 'customer', 'user'] as const;

/** A message as history and the answer to a send show it (PROTOCOLS §3.3). */
export function toWire(message: RecordedMessage): Record<string, unknown> {
  const { id, sendText, createdAt } = message;
  return {
    id,
    role: sendText === undefined ? roles[hashText(id) % roles.length] : 'user',
    message: message.versions.at(-1)?.text ?? '',
    message_type: 'text',
    created_at: new Date(createdAt).toISOString(),
  };
}

/** As the feed shows it, `id:` line and all (PROTOCOLS §3.5). */
export function toFrame(message: RecordedMessage, lineEnd: string): Frame {
  const { id, conversationId, versions } = message;
  const data = JSON.stringify({ ...toWire(message), conversation_id: conversationId });
  return {
    text: block([`id: ${id}`, 'event: message', `data: ${data}`], lineEnd),
    messageId: id,
    version: versions.length - 1,
  };
}

export function heartbeat(now: number, lineEnd: string): Frame {
  return { text: block(['event: heartbeat', `data: {"ts":${now}}`], lineEnd) };
}

/** An event of a later version of the protocol, with an id of its own. */
export function unknownEvent(number: number, lineEnd: string): Frame {
  return { text: block([`id: evt_${number}`, 'event: typing', 'data: {"is":"typing"}'], lineEnd) };
}

/** The frame of `message` with JSON that stops in the middle. */
export function garble(frame: Frame): Frame {
  const { text, messageId } = frame;
  const cutAt = text.lastIndexOf('"created_at"');
  const end = text.slice(text.lastIndexOf('}') + 1);
  return { text: text.slice(0, cutAt) + end, ...(messageId === undefined ? {} : { messageId }) };
}

function block(lines: readonly string[], lineEnd: string): string {
  return lines.join(lineEnd) + lineEnd + lineEnd;
}
