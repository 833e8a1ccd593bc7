import type { DynamicToolPart, MessagePart, ToolPart } from '../../react/index.ts';
import type { IconName } from '../icons/Icon.tsx';
import type { Labels } from '../settings/labels.ts';

export type AnyToolPart = ToolPart | DynamicToolPart;

/** What a reader wants to know of a tool call. */
export type ToolStatus = 'preparing' | 'approval' | 'running' | 'done' | 'failed' | 'denied';

/** A tool part is told by the id of its call. */
export function isToolPart(part: MessagePart): part is AnyToolPart {
  return 'toolCallId' in part;
}

const statuses: Readonly<Record<AnyToolPart['state'], ToolStatus>> = {
  'input-streaming': 'preparing',
  'input-available': 'running',
  'approval-requested': 'approval',
  'approval-responded': 'running',
  'output-available': 'done',
  'output-error': 'failed',
  'output-denied': 'denied',
};

export function getToolStatus({ state, approval }: AnyToolPart): ToolStatus {
  const isRefused = state === 'approval-responded' && approval?.approved === false;
  return isRefused ? 'denied' : statuses[state];
}

/** Its title, else the name of the tool. */
export function getToolName(part: AnyToolPart): string {
  if (part.title !== undefined) return part.title;
  return part.type === 'dynamic-tool' ? part.toolName : part.type.slice('tool-'.length);
}

/** What a status looks like, and which label names it. */
export const toolLooks: Readonly<
  Record<ToolStatus, readonly [IconName, Extract<keyof Labels, `tool${string}`>]>
> = {
  preparing: ['tool', 'toolPreparing'],
  approval: ['person', 'toolApproval'],
  running: ['tool', 'toolRunning'],
  done: ['check', 'toolDone'],
  failed: ['alert', 'toolFailed'],
  denied: ['close', 'toolDenied'],
};
