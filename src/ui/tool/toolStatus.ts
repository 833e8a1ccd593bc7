import type { DynamicToolPart, MessagePart, ToolPart } from '../../react/index.ts';
import type { Labels } from '../settings/labels.ts';

export type AnyToolPart = ToolPart | DynamicToolPart;

/** What a reader wants to know of a tool call. */
export type ToolStatus = 'preparing' | 'approval' | 'running' | 'done' | 'failed' | 'denied';

/** A tool part is told by the id of its call. */
export function isToolPart(part: MessagePart): part is AnyToolPart {
  return 'toolCallId' in part;
}

export function getToolStatus({ state, approval }: AnyToolPart): ToolStatus {
  switch (state) {
    case 'input-streaming':
      return 'preparing';
    case 'input-available':
      return 'running';
    case 'approval-requested':
      return 'approval';
    case 'approval-responded':
      return approval?.approved === false ? 'denied' : 'running';
    case 'output-available':
      return 'done';
    case 'output-error':
      return 'failed';
    case 'output-denied':
      return 'denied';
  }
}

/** Its title, else the name of the tool. */
export function getToolName(part: AnyToolPart): string {
  if (part.title !== undefined) return part.title;
  return part.type === 'dynamic-tool' ? part.toolName : part.type.slice('tool-'.length);
}

export function describeToolStatus(status: ToolStatus, labels: Labels): string {
  return {
    preparing: labels.toolPreparing,
    approval: labels.toolApproval,
    running: labels.toolRunning,
    done: labels.toolDone,
    failed: labels.toolFailed,
    denied: labels.toolDenied,
  }[status];
}
