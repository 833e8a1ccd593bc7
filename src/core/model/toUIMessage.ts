import type { Message, MessageRole } from './message.ts';
import type {
  DataPart,
  FilePart,
  ReasoningPart,
  SourceDocumentPart,
  SourceUrlPart,
  TextPart,
} from './messagePart.ts';

/** `ai`'s `UIMessage` (5–7) by its structure: assignable to it without a dependency on it. */
export interface UIMessageShape<TMetadata = unknown> {
  id: string;
  role: MessageRole;
  metadata?: TMetadata;
  parts: UIPartShape[];
}

export type UIPartShape =
  | TextPart
  | ReasoningPart
  | FilePart
  | SourceUrlPart
  | SourceDocumentPart
  | DataPart
  | (UIToolCallShape &
      (
        | { readonly type: `tool-${string}` }
        | { readonly type: 'dynamic-tool'; readonly toolName: string }
      ));

/** What each state of a tool call says, where `ToolState` alone tells them apart. */
export type UIToolCallShape = { readonly toolCallId: string; readonly title?: string } & (
  | { readonly state: 'input-streaming'; readonly input?: undefined }
  | { readonly state: 'input-available'; readonly input: unknown }
  | {
      readonly state: 'approval-requested';
      readonly input: unknown;
      readonly approval: { readonly id: string };
    }
  | {
      readonly state: 'approval-responded';
      readonly input: unknown;
      readonly approval: Answer<boolean>;
    }
  | {
      readonly state: 'output-available';
      readonly input: unknown;
      readonly output: unknown;
      readonly approval?: Answer<true>;
    }
  | {
      readonly state: 'output-error';
      readonly input: unknown;
      readonly errorText: string;
      readonly approval?: Answer<true>;
    }
  | { readonly state: 'output-denied'; readonly input: unknown; readonly approval: Answer<false> }
);

interface Answer<TApproved extends boolean> {
  readonly id: string;
  readonly approved: TApproved;
  readonly reason?: string;
}

const shapes = /* @__PURE__ */ new WeakMap<Message, UIMessageShape>();

/**
 * A message for components written for AI SDK: the same parts, not copied, so read them only. The same message
 * gives the same object, so rows that did not change need not render.
 */
export function toUIMessage<TMetadata>(message: Message<TMetadata>): UIMessageShape<TMetadata> {
  const known = shapes.get(message) as UIMessageShape<TMetadata> | undefined;
  if (known) return known;
  const { id, role, parts, metadata } = message;
  // The union of states is told by one field here, and by the type there.
  const shape: UIMessageShape<TMetadata> = { id, role, parts: parts as unknown as UIPartShape[] };
  if (metadata !== undefined) shape.metadata = metadata;
  shapes.set(message, shape);
  return shape;
}
