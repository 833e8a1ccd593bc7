import type { ServerMessage } from '../core/index.ts';

/**
 * A message in a script: its text, or the fields that matter. Left out: `role` is `assistant`, `id` is the
 * next of `m1`, `m2` …, `createdAt` is now (history: one a minute until now).
 */
export type ScriptedMessage = string | ScriptedMessageFields;

export interface ScriptedMessageFields extends Partial<Omit<ServerMessage, 'conversationId'>> {
  /** Short for `parts: [{ type: 'text', text }]`. */
  readonly text?: string;
}

interface MessageDefaults {
  readonly conversationId: string;
  readonly id: string;
  readonly createdAt: number;
}

/** The whole message. */
export function readScriptedMessage(
  script: ScriptedMessage,
  defaults: MessageDefaults,
): ServerMessage {
  const { text, ...fields } = typeof script === 'string' ? { text: script } : script;
  return { role: 'assistant', parts: [], ...defaults, ...fields, ...readText(text) };
}

/** `message` with the changes of a script: an edit. */
export function editMessage(message: ServerMessage, script: ScriptedMessage): ServerMessage {
  const { text, ...fields } = typeof script === 'string' ? { text: script } : script;
  return { ...message, ...fields, ...readText(text) };
}

function readText(text: string | undefined): Partial<ServerMessage> {
  return text === undefined ? {} : { parts: [{ type: 'text', text }] };
}
