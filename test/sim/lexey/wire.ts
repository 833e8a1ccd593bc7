import type { RecordedMessage } from '../record.ts';
import type { Frame } from '../streamLine.ts';

/** An event of a reply. `number` is its place in it, `[DONE]` included. */
export interface ReplyEvent {
  readonly turn: number;
  readonly number: number;
  /** JSON, or `[DONE]`. */
  readonly data: string;
}

/** History (PROTOCOLS §5.2): no ids, and a person is an assistant too. */
export function toHistory(messages: readonly RecordedMessage[]): string {
  return JSON.stringify({
    messages: messages.map(({ sendText, versions, createdAt }) => ({
      role: sendText === undefined ? 'assistant' : 'user',
      content: versions.at(-1)?.text ?? '',
      createdAt: new Date(createdAt).toISOString(),
    })),
  });
}

/** Which event it is travels with the frame, so that its arrival can be noted. */
export function toFrame(event: ReplyEvent, hasIds: boolean, lineEnd: string): Frame {
  const lines = [...(hasIds ? [`id: ${event.number}`] : []), `data: ${event.data}`];
  return {
    text: block(lines, lineEnd),
    messageId: String(event.turn),
    version: event.number,
  };
}

/** What a proxy on the way might put in. */
export function unknownEvent(lineEnd: string): Frame {
  return { text: block(['event: ping', 'data: {"at":1}'], lineEnd) };
}

/** The frame with JSON that stops in the middle. */
export function garble({ text }: Frame): Frame {
  const at = text.lastIndexOf('}');
  return { text: at < 0 ? text : text.slice(0, at - 4) + text.slice(at + 1) };
}

function block(lines: readonly string[], lineEnd: string): string {
  return lines.join(lineEnd) + lineEnd + lineEnd;
}
