import { ConversationError, type FilePart, type OutgoingMessage } from '../../core/index.ts';
import { toText } from './lettaTool.ts';

/** A tool that the app runs itself: calls to it come as parts that wait for an answer with `output`. */
export interface LettaClientTool {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the input. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** An answer to a call that waits. */
export interface LettaAnswer {
  readonly toolCallId: string;
  readonly isApproved: boolean;
  readonly reason?: string | undefined;
  /** Of a tool the app ran itself. */
  readonly output?: unknown;
}

/** What a person wrote, as Letta takes it: text alone is a string, else parts (PROTOCOLS §6.3). */
export function createUserInput({ parts }: OutgoingMessage, otid: string): object {
  const content = parts.map((part) => {
    if (part.type === 'text') return { type: 'text', text: part.text };
    if (part.type === 'file' && part.mediaType.startsWith('image/')) return toImage(part);
    const what = part.type === 'file' ? part.mediaType : part.type;
    throw new ConversationError('unsupported', `Letta takes text and images, not ${what}.`);
  });
  const [only] = content;
  const isPlain = content.length === 1 && only && 'text' in only;
  return { type: 'message', role: 'user', content: isPlain ? only.text : content, otid };
}

export function createAnswerInput(answers: readonly LettaAnswer[], otid: string): object {
  const approvals = answers.map(({ toolCallId, isApproved, reason, output }) =>
    output === undefined
      ? {
          type: 'approval',
          tool_call_id: toolCallId,
          approve: isApproved,
          ...(reason !== undefined && { reason }),
        }
      : {
          type: 'tool',
          tool_call_id: toolCallId,
          status: isApproved ? 'success' : 'error',
          tool_return: toText(output),
        },
  );
  return { type: 'approval', approvals, otid };
}

function toImage({ url }: FilePart): { type: 'image'; source: object } {
  const [, mediaType, data] = /^data:([^;,]+);base64,(.*)$/s.exec(url) ?? [];
  const source =
    data === undefined ? { type: 'url', url } : { type: 'base64', media_type: mediaType, data };
  return { type: 'image', source };
}
