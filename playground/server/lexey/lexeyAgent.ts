import type { StoredConversation } from './lexeyStore.ts';
import type { LexeyStep, ScriptedReply } from './lexeyTypes.ts';

export interface LexeyPace {
  /** ms between deltas. */
  readonly deltaDelay: number;
  /** ms until a person answers. */
  readonly personDelay: number;
}

/**
 * What is said when no script waits: an answer by topic, a refusal, or a hand-over to a person, whose words
 * appear in history only. While a person has the conversation the reply itself is empty.
 */
export function createUsualReply({
  deltaDelay,
  personDelay,
}: LexeyPace): (text: string, stored: StoredConversation) => ScriptedReply {
  const speak = (text: string): LexeyStep[] =>
    splitWords(text).map((word) => ({ text: word, delay: deltaDelay }));
  const hears = (...lines: string[]): LexeyStep[] =>
    lines.map((person) => ({ person, delay: personDelay }));
  return (text, { status }) => {
    if (status === 'escalated') {
      if (!/\b(thanks|thank you|bye|all set)\b/i.test(text)) {
        return hears(`Got it, “${text.slice(0, 80)}”. I am looking into it right now.`);
      }
      return [{ status: 'active' }, ...speak('Maya has handed you back to me. Anything else?')];
    }
    if (/\b(human|person|someone|manager)\b/i.test(text)) {
      return [
        ...speak('Of course. I am handing you over to a colleague, who will read along from here.'),
        { status: 'escalated' },
        ...hears('Hi, Maya here. I have read everything above. How can I help?'),
      ];
    }
    // A refusal comes as one delta and is an ordinary reply (PROTOCOLS §5.3).
    if (/\b(password|hack|diagnos\w*)\b/i.test(text)) return [{ text: refusal }];
    const topic = topics.find(({ words }) => words.test(text));
    return speak(topic?.answer ?? `You wrote “${text.slice(0, 120)}”. ${fallback}`);
  };
}

const refusal =
  'I’m sorry, I can’t help with that. I can answer questions about orders, returns and repairs.';

const fallback = 'Tell me more, or ask for a person at any time.';

const topics: readonly { words: RegExp; answer: string }[] = [
  { words: /\b(hi|hello|hey)\b/i, answer: 'Hello! 👋 What can I look up for you?' },
  {
    words: /\b(open|hours|close)\b/i,
    answer:
      'The workshop is open Monday to Saturday, 9:00–18:00, and the chat answers at any hour.',
  },
  {
    words: /\b(return|refund|broken)\b/i,
    answer:
      'You have 60 days to return anything unused, and repairs are free for two years.\n\n1. Tell me the order number.\n2. I send a label.\n3. Drop the parcel at any counter.',
  },
  {
    words: /\b(order|parcel|delivery|where)\b/i,
    answer:
      'Order HP-4471 left the workshop this morning and is with the courier. The tracking link says tomorrow between 10:00 and 12:00.',
  },
];

/** Every word with the space before it, as models tend to send them. */
function splitWords(text: string): readonly string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text];
}
