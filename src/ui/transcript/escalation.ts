import type { ConversationStatus } from '../../react/index.ts';
import type { Labels } from '../settings/labels.ts';

/** The way from the assistant to a person and back (EXPERIENCE §3). */
export type Escalation = 'requested' | 'queued' | 'joined' | 'left' | 'returned';

const stages: ReadonlySet<string> = new Set(['requested', 'queued', 'joined', 'left', 'returned']);

/** The stage a backend's word stands for; `undefined` for `active` and any other. */
export function getEscalation(status: ConversationStatus | undefined): Escalation | undefined {
  const stage = status?.status === 'escalated' ? 'requested' : status?.status;
  return stage !== undefined && stages.has(stage) ? (stage as Escalation) : undefined;
}

/** Is it a person who would answer now? Then nothing tells that they are writing. */
export function isWithPerson(status: ConversationStatus | undefined): boolean {
  const escalation = getEscalation(status);
  return escalation !== undefined && escalation !== 'left' && escalation !== 'returned';
}

/** `detail` is the backend's: `{ name }` and `{ position }` are used where they are what they should be. */
export function describeEscalation(
  escalation: Escalation,
  detail: unknown,
  labels: Labels,
): string {
  const { name, position } = Object(detail) as Record<string, unknown>;
  const person = typeof name === 'string' && name !== '' ? name.slice(0, 80) : undefined;
  switch (escalation) {
    case 'requested':
      return labels.escalated;
    case 'queued':
      return labels.escalationQueued(isCount(position) ? position : undefined);
    case 'joined':
      return labels.escalationJoined(person);
    case 'left':
      return labels.escalationLeft(person);
    case 'returned':
      return labels.escalationReturned;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
