import { getMessageText, type Message, type ServerMessage } from '../../core/index.ts';

/**
 * Is `incoming` what history made of `local`, a send or a reply that streamed (PROTOCOLS §5.5)? A person's
 * words are assistant messages, too, so the text decides: what streams or ended well is the beginning of its
 * stored form, what was cut or lost events is the stored form with holes.
 */
export function matchesSend(local: Message, incoming: ServerMessage): boolean {
  if (local.role !== incoming.role) return false;
  const text = getMessageText(local).trim();
  const stored = getMessageText(incoming).trim();
  if (local.role === 'user') return stored === text;
  if (local.status === 'streaming') return text !== '' && stored.startsWith(text);
  // It goes on showing its own text: without a word it would hide what somebody else said.
  if (local.status === 'stopped' && text === '') return false;
  if (local.status === 'complete') return text === '' ? stored === '' : stored.startsWith(text);
  return isWithHoles(text, stored);
}

/** Does `whole` hold all characters of `part` in their order? */
function isWithHoles(part: string, whole: string): boolean {
  let found = 0;
  for (let index = 0; index < whole.length && found < part.length; index += 1) {
    if (whole[index] === part[found]) found += 1;
  }
  return found === part.length;
}
