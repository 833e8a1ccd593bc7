import { ConversationError } from '../model/conversationError.ts';
import type { ToolPart } from '../model/messagePart.ts';
import { ownParts, type Entry } from './entry.ts';

export interface ApprovalAnswer {
  readonly approvalId: string;
  readonly isApproved: boolean;
  readonly reason?: string;
}

/**
 * Marks the tool call of `entry` that waits for this answer. Returns what takes it back, if there is such a call.
 * Throws `invalid_argument` when it was answered.
 */
export function answerApproval(
  entry: Entry,
  { approvalId, isApproved, reason }: ApprovalAnswer,
): (() => void) | undefined {
  const asked = entry.parts.find(
    (part): part is ToolPart => 'approval' in part && part.approval?.id === approvalId,
  );
  if (!asked) return undefined;
  if (asked.state !== 'approval-requested')
    throw new ConversationError('invalid_argument', `"${approvalId}" is answered already.`);
  const approval = {
    id: approvalId,
    approved: isApproved,
    ...(reason !== undefined && { reason }),
  };
  const answered: ToolPart = { ...asked, approval, state: 'approval-responded' };
  const swap = (from: ToolPart, to: ToolPart): void => {
    const index = entry.parts.indexOf(from);
    if (index >= 0) ownParts(entry)[index] = to;
  };
  swap(asked, answered);
  return () => swap(answered, asked);
}
