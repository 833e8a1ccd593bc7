import type { BimpeSeed, MessageInput } from './bimpe/bimpeTypes.ts';
import { demoDialogue } from './demoDialogue.ts';

/** The agent the demo belongs to. */
export const demoAgentId = 'ag_marlowe';

/** What the playground offers to open. */
export const demoTitles = [
  { id: 'cv_marlowe', title: 'Marlowe’s Kitchen' },
  { id: 'cv_new', title: 'A new conversation' },
] as const;

/** A long conversation over five days that ended about an hour before `now` (epoch ms), and one that has not begun. */
export function createDemoConversations(now: number): BimpeSeed['conversations'] {
  const [marlowe, empty] = demoTitles;
  return [
    {
      ...marlowe,
      channel_user_id: 'visitor_1',
      channel_user_username: 'Ada',
      full_name: 'Ada Okafor',
      created_at: new Date(now - 100 * hour).toISOString(),
      messages: createMessages(now),
    },
    { ...empty, channel_user_id: 'visitor_2', channel_user_username: 'Ada' },
  ];
}

const minute = 60_000;
const hour = 60 * minute;

function createMessages(now: number): readonly MessageInput[] {
  return demoDialogue.flatMap(({ hoursAgo, lines }) => {
    let time = now - hoursAgo * hour;
    return lines.map(([minutesLater, role, message]) => {
      time += minutesLater * minute;
      return { role: roles[role], message, created_at: new Date(time).toISOString() };
    });
  });
}

/* A human operator is `restaurant_user` on this wire. */
const roles = { user: 'user', agent: 'assistant', person: 'restaurant_user' } as const;
