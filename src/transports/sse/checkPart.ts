import type { MessagePart } from '../../core/index.ts';
import { isRecord, need } from './readField.ts';

/** Fields each kind of part must have as text. A name with a dash at its end stands for all that begin so. */
const required = new Map<string, readonly string[]>([
  ['text', ['text']],
  ['reasoning', ['text']],
  ['file', ['mediaType', 'url']],
  ['source-url', ['sourceId', 'url']],
  ['source-document', ['sourceId', 'mediaType', 'title']],
  ['dynamic-tool', ['toolName', 'toolCallId', 'state']],
  ['tool-', ['toolCallId', 'state']],
  ['data-', []],
]);
const texts = 'text mediaType url sourceId title toolName toolCallId filename errorText id'.split(
  ' ',
);
const values = ['input', 'output', 'data'];
const states = new Set<unknown>(
  'streaming done input-streaming input-available approval-requested approval-responded output-available output-error output-denied'.split(
    ' ',
  ),
);

export function checkParts(value: unknown): readonly MessagePart[] {
  return need(Array.isArray(value) ? value : undefined, 'parts').map(checkPart);
}

/** A part built anew from the fields that parts have. Throws an Error that names the bad field. */
export function checkPart(value: unknown): MessagePart {
  const given = need(isRecord(value) ? value : undefined, 'part');
  const type = String(given['type']);
  const family = type.slice(0, type.indexOf('-') + 1);
  const names = need(required.get(type) ?? required.get(family), 'part type');
  const part: Record<string, unknown> = { type };
  for (const name of texts) if (typeof given[name] === 'string') part[name] = given[name];
  for (const name of values) if (given[name] !== undefined) part[name] = given[name];
  if (states.has(given['state'])) part['state'] = given['state'];
  if (isRecord(given['approval'])) part['approval'] = readApproval(given['approval']);
  for (const name of names) need(part[name], `${name} of a ${type} part`);
  return part as unknown as MessagePart;
}

function readApproval({ id, approved, reason }: Record<string, unknown>): object {
  return {
    id: String(id),
    ...(typeof approved === 'boolean' && { approved }),
    ...(typeof reason === 'string' && { reason }),
  };
}
