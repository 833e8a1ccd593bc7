import type { DynamicToolPart } from '../../core/index.ts';

/** A tool call as far as it is known: its input may still stream, its result may come much later. */
export interface LettaTool {
  /** The part it shows as. */
  readonly rowId: string;
  readonly partId: string;
  /** `tool_call_id`; empty until a delta names it. */
  id: string;
  name: string;
  /** JSON text, as far as it came. */
  args: string;
  isWhole: boolean;
  needsAnswer: boolean;
  answer?: { readonly isApproved: boolean; readonly reason?: string | undefined };
  result?: { readonly isError: boolean; readonly output: unknown };
}

/** Longer inputs are parsed once, when they are over: trying at every delta would cost their square. */
const maxEagerLength = 20_000;

/** The call as AI SDK's part. Approvals go by the call's own id. */
export function toToolPart(tool: LettaTool): DynamicToolPart {
  const { id, name, answer, result, needsAnswer } = tool;
  const input = parseInput(tool);
  return {
    type: 'dynamic-tool',
    toolName: name,
    toolCallId: id || tool.partId,
    state: getState(tool, input !== undefined),
    ...(input !== undefined && { input }),
    ...(result && !result.isError && { output: result.output }),
    ...(result?.isError && { errorText: toText(result.output) }),
    ...(needsAnswer && {
      approval: {
        id,
        ...(answer && { approved: answer.isApproved }),
        ...(answer?.reason !== undefined && { reason: answer.reason }),
      },
    }),
  };
}

function getState(
  { answer, result, needsAnswer }: LettaTool,
  hasInput: boolean,
): DynamicToolPart['state'] {
  if (result?.isError) return answer?.isApproved === false ? 'output-denied' : 'output-error';
  if (result) return 'output-available';
  if (!hasInput) return 'input-streaming';
  if (answer) return 'approval-responded';
  return needsAnswer ? 'approval-requested' : 'input-available';
}

/** JSON once it is complete; what never becomes JSON is shown as it is when the call is over. */
function parseInput({ args, isWhole, result, answer }: LettaTool): unknown {
  const isOver = isWhole || result !== undefined || answer !== undefined;
  const mayBeWhole = isOver || (args.length < maxEagerLength && args.endsWith('}'));
  if (!mayBeWhole) return undefined;
  try {
    return JSON.parse(args);
  } catch {
    return isOver ? args : undefined;
  }
}

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
