import type {
  ConversationError,
  ConversationEvent,
  DynamicToolPart,
  MessagePart,
  ReasoningPart,
  TextPart,
  ToolPart,
} from '../core/index.ts';
import { createFaultError } from './scriptedFault.ts';
import type { ReplyStep, ScriptedPace } from './scriptedReply.ts';

/** What happens `delay` ms after the beat before. */
export interface Beat {
  readonly delay: number;
  readonly events: readonly ConversationEvent[];
  /** What the message holds from then on. */
  readonly said?: { readonly partId: string; readonly part: MessagePart };
  /** The connection breaks here. */
  readonly isDrop?: boolean;
  /** The turn ends here until this tool call is answered. */
  readonly approvalId?: string;
}

export interface ReplyEnd {
  readonly status: 'complete' | 'error';
  readonly error?: ConversationError;
}

/** The steps of a reply as events in time. */
export function* playReply(
  messageId: string,
  steps: readonly ReplyStep[],
  getPace: () => ScriptedPace,
): Generator<Beat, ReplyEnd, undefined> {
  for (const [index, step] of steps.entries()) {
    const part = typeof step === 'string' ? ({ type: 'text', text: step } as const) : step;
    if (part.type === 'error') {
      return { status: 'error', error: createFaultError(part.error ?? 'agent_error') };
    }
    yield* playStep({ messageId, partId: `p${index}` }, part, getPace);
  }
  return { status: 'complete' };
}

interface Place {
  readonly messageId: string;
  readonly partId: string;
}

type PlayedStep = Exclude<ReplyStep, string | { readonly type: 'error' }>;

function* playStep(
  place: Place,
  step: PlayedStep,
  getPace: () => ScriptedPace,
): Generator<Beat, void, undefined> {
  if (step.type === 'wait') yield { delay: step.delay, events: [] };
  else if (step.type === 'drop') yield { delay: 0, events: [], isDrop: true };
  else if (step.type === 'status') yield { delay: 0, events: [step] };
  else if (step.type === 'text' || step.type === 'reasoning') yield* playText(place, step, getPace);
  else if (isTool(step)) yield setTool(place, step);
  else yield setPart(place, step);
}

function* playText(
  place: Place,
  { type, text }: TextPart | ReasoningPart,
  getPace: () => ScriptedPace,
): Generator<Beat, void, undefined> {
  let said = '';
  for (const delta of cutText(text, getPace)) {
    const isFirst = said === '';
    said += delta;
    const part: MessagePart = { type, text: said, state: 'streaming' };
    if (isFirst) yield setPart(place, part);
    else {
      yield {
        delay: getPace().interval,
        events: [{ type: 'part-delta', ...place, delta }],
        said: { partId: place.partId, part },
      };
    }
  }
  yield setPart(place, { type, text, state: 'done' });
}

/** By code points: half a surrogate pair is not text. */
function* cutText(text: string, getPace: () => ScriptedPace): Generator<string, void, undefined> {
  const characters = Array.from(text);
  for (let start = 0; start < characters.length;) {
    const { interval, size } = getPace();
    const end = interval > 0 ? start + Math.max(1, size) : characters.length;
    yield characters.slice(start, end).join('');
    start = end;
  }
}

function setTool({ messageId }: Place, part: ToolPart | DynamicToolPart): Beat {
  const beat = setPart({ messageId, partId: part.toolCallId }, part);
  const isAsking = part.state === 'approval-requested' && part.approval;
  return isAsking ? { ...beat, approvalId: isAsking.id } : beat;
}

function setPart(place: Place, part: MessagePart): Beat {
  return {
    delay: 0,
    events: [{ type: 'part-set', ...place, part }],
    said: { partId: place.partId, part },
  };
}

export function isTool(part: { readonly type: string }): part is ToolPart | DynamicToolPart {
  return 'toolCallId' in part;
}
