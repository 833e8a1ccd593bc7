import type { Message, MessagePart } from '../../react/index.ts';

/**
 * A selector of everything but growing text: answers with the message it answered with before as long as
 * nothing differs but the text of the text parts of an answer that streams.
 */
export function createTextHold(): (message: Message) => Message {
  let held: Message | undefined;
  return (message) => {
    if (held === undefined || !isSameButText(held, message)) held = message;
    return held;
  };
}

function isSameButText(before: Message, after: Message): boolean {
  if (after.status !== 'streaming') return before === after;
  for (const name in after) {
    if (name !== 'parts' && !isSameField(before, after, name as keyof Message)) return false;
  }
  const { parts } = before;
  return (
    parts.length === after.parts.length &&
    parts.every((part, index) => isSamePart(part, after.parts[index]!))
  );
}

function isSameField(before: Message, after: Message, name: keyof Message): boolean {
  return Object.is(before[name], after[name]);
}

function isSamePart(before: MessagePart, after: MessagePart): boolean {
  if (before === after) return true;
  return before.type === 'text' && after.type === 'text' && before.state === after.state;
}
