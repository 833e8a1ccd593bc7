import type { ScriptedMessage } from 'react-conversation-stream/testing';

/** Who answers in the stories. */
export const concierge = { id: 'concierge', name: 'Marlowe', kind: 'agent' } as const;
const person = { id: 'ines', name: 'Inês Carvalho', kind: 'human' } as const;

/** A short conversation in which a person takes over from an agent. */
export const dialogue: readonly ScriptedMessage[] = [
  { role: 'user', text: 'Hello! Our train comes in late. Can we still check in after midnight?' },
  {
    author: concierge,
    text: 'You can. The front door opens with the code from your confirmation, and your key waits in the box with your name.',
  },
  { author: concierge, text: 'Shall I have something to eat put into your room?' },
  { role: 'user', text: 'That would be lovely. One of us is allergic to nuts, though.' },
  { role: 'system', text: 'Inês Carvalho joined the conversation.' },
  {
    author: person,
    text: 'Good evening, this is Inês from the kitchen.\n\nI will prepare a cold plate without nuts and label it. Is sesame all right?',
  },
];
