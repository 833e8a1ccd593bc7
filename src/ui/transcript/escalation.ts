import type { ConversationStatus } from '../../react/index.ts';
import type { Labels } from '../settings/labels.ts';

/** The way from the assistant to a person and back (EXPERIENCE §3). */
export type Escalation = 'requested' | 'queued' | 'joined' | 'left' | 'returned';

/** What is said of a stage; `name` and `position` are used where they are what they should be. */
type Describe = (labels: Labels, name: string | undefined, position: number | undefined) => string;

const stages: ReadonlyMap<string, Describe> = new Map<Escalation, Describe>([
  ['requested', (labels) => labels.escalated],
  ['queued', (labels, _, position) => labels.escalationQueued(position)],
  ['joined', (labels, name) => labels.escalationJoined(name)],
  ['left', (labels, name) => labels.escalationLeft(name)],
  ['returned', (labels) => labels.escalationReturned],
]);

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

/** `detail` is the backend's: nothing in it is trusted to be what it should be. */
export function describeEscalation(
  escalation: Escalation,
  detail: unknown,
  labels: Labels,
): string {
  const { name, position } = Object(detail) as Record<string, unknown>;
  const person = typeof name === 'string' && name !== '' ? name.slice(0, 80) : undefined;
  return stages.get(escalation)!(labels, person, isCount(position) ? position : undefined);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
