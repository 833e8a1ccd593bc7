import type {
  Clock,
  ConversationEvent,
  MessagePart,
  RespondToApprovalRequest,
  ServerMessage,
} from '../core/index.ts';
import type { Channel } from './createChannel.ts';
import { isTool, playReply, type Beat, type ReplyEnd } from './playReply.ts';
import type { ReplyStep, ScriptedPace } from './scriptedReply.ts';

/** An answer that is being written on the server, whoever listens. */
export interface RunningReply {
  /** The message so far, for those who join `listened` in the middle. */
  describe(listened: Channel): readonly ConversationEvent[];
  /** Ends it here; what was said is kept as `stopped`. */
  stop(): void;
  /** Goes on with the rest in `channel` if it waits for this approval. */
  resume(response: ApprovalResponse, channel: Channel): boolean;
  /** Ends it without a word. */
  abandon(): void;
}

/** The parts so far, by id. */
type ReplyParts = Map<string, MessagePart>;

export type ApprovalResponse = Pick<
  RespondToApprovalRequest,
  'approvalId' | 'isApproved' | 'reason'
>;

export interface ReplyOptions {
  readonly clock: Clock;
  readonly steps: readonly ReplyStep[];
  readonly getPace: () => ScriptedPace;
  /** Asked when the first word comes. */
  readonly createMessage: () => ServerMessage;
  readonly channel: Channel;
  readonly onStored: (message: ServerMessage) => void;
  /** The turn is over. Called once per channel. */
  readonly onEnd: (channel: Channel) => void;
}

type EndStatus = ReplyEnd['status'] | 'stopped';

export function runReply(options: ReplyOptions): RunningReply {
  const { clock, steps, getPace, createMessage, onStored, onEnd } = options;
  const parts: ReplyParts = new Map();
  let { channel } = options;
  let message: ServerMessage | undefined;
  let beats: Iterator<Beat, ReplyEnd, undefined> | undefined;
  let timer: unknown;
  let isRunning = true;
  let pendingApproval: string | undefined;

  const describe = (listened: Channel): readonly ConversationEvent[] => {
    if (!isRunning || !message || listened !== channel) return [];
    const { id: messageId } = message;
    return [
      { type: 'message-start', message },
      ...Array.from(parts, ([partId, part]) => ({
        type: 'part-set' as const,
        messageId,
        partId,
        part,
      })),
    ];
  };
  const end = (status: EndStatus, error?: ReplyEnd['error']): void => {
    isRunning = false;
    clock.clearTimeout(timer);
    if (message) store(message, status, error);
    onEnd(channel);
  };
  const store = (draft: ServerMessage, status: EndStatus, error: ReplyEnd['error']): void => {
    const whole: ServerMessage = {
      ...draft,
      parts: Array.from(parts.values(), finishPart),
      ...(status !== 'complete' && { status }),
    };
    onStored(whole);
    channel.publish(
      [{ type: 'message-end', messageId: whole.id, status, ...(error && { error }) }],
      [{ type: 'message', message: whole }],
    );
  };
  const say = ({ events, said, isDrop, approvalId }: Beat): void => {
    if (said) parts.set(said.partId, said.part);
    if (events.length > 0) channel.publish(events, events.filter(isStatus));
    if (isDrop) channel.interrupt('drop');
    if (approvalId === undefined) return;
    end('complete');
    pendingApproval = approvalId;
  };
  /** Goes on until something takes time. */
  const play = (): void => {
    while (isRunning) {
      const next = beats!.next();
      if (next.done) return end(next.value.status, next.value.error);
      const beat = next.value;
      if (beat.delay > 0) {
        timer = clock.setTimeout(() => {
          say(beat);
          play();
        }, beat.delay);
        return;
      }
      say(beat);
    }
  };
  const begin = (): void => {
    message = createMessage();
    channel.publish([{ type: 'message-start', message }], []);
    beats = playReply(message.id, steps, getPace);
    play();
  };
  const { delay } = getPace();
  if (delay > 0) timer = clock.setTimeout(begin, delay);
  else begin();

  return {
    describe,
    stop() {
      if (isRunning) end('stopped');
    },
    resume({ approvalId, isApproved, reason }, next) {
      if (pendingApproval === undefined || pendingApproval !== approvalId) return false;
      pendingApproval = undefined;
      answerTool(parts, approvalId, isApproved, reason);
      channel = next;
      isRunning = true;
      channel.publish(describe(channel), []);
      if (isApproved) play();
      else end('complete');
      return true;
    },
    abandon() {
      isRunning = false;
      clock.clearTimeout(timer);
    },
  };
}

function isStatus({ type }: ConversationEvent): boolean {
  return type === 'status';
}

function finishPart(part: MessagePart): MessagePart {
  return 'state' in part && part.state === 'streaming' ? { ...part, state: 'done' } : part;
}

function answerTool(
  parts: ReplyParts,
  approvalId: string,
  isApproved: boolean,
  reason: string | undefined,
): void {
  for (const [partId, part] of parts) {
    if (!isTool(part) || part.approval?.id !== approvalId) continue;
    parts.set(partId, {
      ...part,
      state: isApproved ? 'approval-responded' : 'output-denied',
      approval: { id: approvalId, approved: isApproved, ...(reason !== undefined && { reason }) },
    });
  }
}
