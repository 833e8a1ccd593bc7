import { createSeededRandom } from './createSeededRandom.ts';
import type { ScriptedMessage } from './scriptedMessage.ts';

const openings = [
  'Just to be sure:',
  'Thanks!',
  'Good point.',
  'One more thing:',
  'As far as I can see,',
  'Right.',
];
const subjects = ['the booking', 'the second invoice', 'your account', 'the delivery', 'the key'];
const predicates = [
  'arrives on Thursday.',
  'was confirmed this morning.',
  'still waits for an answer.',
  'is where you left it.',
  'needs one more signature, and then it is done. I will keep an eye on it and write as soon as anything changes.',
];

/** A plausible dialogue of `count` messages: user and assistant in turns, the same for the same `seed`. */
export function createTestMessages(count: number, seed = 1): ScriptedMessage[] {
  const random = createSeededRandom(seed);
  const pick = (items: readonly string[]): string => items[Math.floor(random() * items.length)]!;
  return Array.from({ length: count }, (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    text: join(pick(openings), `${pick(subjects)} ${pick(predicates)}`),
  }));
}

function join(opening: string, rest: string): string {
  const isSentence = /[.!]$/.test(opening);
  return `${opening} ${isSentence ? rest.charAt(0).toUpperCase() + rest.slice(1) : rest}`;
}
