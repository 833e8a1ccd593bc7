/**
 * What a message is made of: the shapes of AI SDK's `UIMessagePart` (ai 5–7), so that components written
 * for it render ours without copying.
 */
export type MessagePart =
  | TextPart
  | ReasoningPart
  | FilePart
  | SourceUrlPart
  | SourceDocumentPart
  | ToolPart
  | DynamicToolPart
  | DataPart;

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  readonly state?: 'streaming' | 'done';
}

export interface ReasoningPart {
  readonly type: 'reasoning';
  readonly text: string;
  readonly state?: 'streaming' | 'done';
}

/** `url` is untrusted: a renderer checks its scheme and origin first. */
export interface FilePart {
  readonly type: 'file';
  /** IANA media type, e.g. `image/png`, or `image/*` when the backend says no more. */
  readonly mediaType: string;
  readonly filename?: string;
  readonly url: string;
}

export interface SourceUrlPart {
  readonly type: 'source-url';
  readonly sourceId: string;
  readonly url: string;
  readonly title?: string;
}

export interface SourceDocumentPart {
  readonly type: 'source-document';
  readonly sourceId: string;
  readonly mediaType: string;
  readonly title: string;
  readonly filename?: string;
}

/** The states a tool call goes through, in AI SDK's words. */
export type ToolState =
  | 'input-streaming'
  | 'input-available'
  | 'approval-requested'
  | 'approval-responded'
  | 'output-available'
  | 'output-error'
  | 'output-denied';

interface ToolCall {
  readonly toolCallId: string;
  readonly state: ToolState;
  readonly title?: string;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly errorText?: string;
  readonly approval?: {
    readonly id: string;
    readonly approved?: boolean;
    readonly reason?: string;
  };
}

export interface ToolPart extends ToolCall {
  readonly type: `tool-${string}`;
}

export interface DynamicToolPart extends ToolCall {
  readonly type: 'dynamic-tool';
  readonly toolName: string;
}

export interface DataPart {
  readonly type: `data-${string}`;
  readonly id?: string;
  readonly data: unknown;
}
