import { createLettaTransport } from 'react-conversation-stream/transports/letta';
import type { Backend } from './backend.ts';

export const letta: Backend = {
  id: 'letta',
  label: 'Letta',
  writesMarkdown: true,
  blurb:
    'Each send starts a run that goes on without you: drop it, restart the server, reload, stop.',
  prompts: [
    { text: 'Plan three days in Lisbon', hint: 'A long answer: drop, reload, stop it' },
    { text: 'Will it rain?', hint: 'Thinks, then looks it up' },
    { text: 'Book the hotel, please', hint: 'Waits for your approval' },
  ],
  // Everything goes by way of the dev server, which has the key.
  createTransport: ({ baseUrl, agentId }) =>
    createLettaTransport({ baseUrl, ...(agentId === undefined ? {} : { agentId }) }),
  readCursor: (frame) => /"seq_id":\s*(\d+)/.exec(frame)?.[1],
  condense: (frame) =>
    frame.replaceAll(
      /"(?:id|date|name|otid|sender_id|step_id|is_err|run_id|signature|source)":\s*(?:"[^"]*"|null),?\s*/g,
      '',
    ),
  describeServer: ({ runs = [] }, conversationId) => {
    const newest = runs.findLast((run) => run.conversationId === conversationId);
    return [['Newest run', newest?.status ?? 'none']];
  },
  controls: {
    network: ['drop', 'half-open-turn', 'cut-answer', 'slow-answer', 'restart'],
    canDelete: true,
  },
};
