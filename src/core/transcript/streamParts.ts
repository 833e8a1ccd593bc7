import type { ConversationEvent } from '../model/conversationEvent.ts';
import type { DynamicToolPart, MessagePart, ToolPart } from '../model/messagePart.ts';
import { ownParts, type Entry } from './entry.ts';

export type PartEvent = Extract<ConversationEvent, { type: 'part-set' | 'part-delta' }>;
type SetEvent = Extract<ConversationEvent, { type: 'part-set' }>;
export type EndEvent = Extract<ConversationEvent, { type: 'message-end' }>;
export type StreamedEvent =
  | PartEvent
  | EndEvent
  | Extract<ConversationEvent, { type: 'message-start' }>;

/** Where a streamed part stands. */
export interface PartPlace {
  readonly index: number;
  /** While a replay catches up: characters of the text that it said again. */
  replayed: number | undefined;
}

/**
 * Adds to a message that streams. Costs the same however long it is. False for a part nobody announced.
 * A message that is stored whole takes only what becomes of its tool calls.
 */
export function writePart(entry: Entry, event: PartEvent): boolean {
  const place = entry.places?.get(event.partId);
  if (event.type === 'part-set') {
    if (setToolPart(entry, event)) return true;
    if (place) setPart(entry, place, event.part);
    else if (mayGrow(entry)) addPart(entry, event.partId, event.part);
    return true;
  }
  if (!place) return !mayGrow(entry);
  return appendText(entry, place, event.delta);
}

/** The turn is told again from its beginning, part by part: what is said again changes nothing until it says more. */
export function beginReplay(entry: Entry): void {
  if (entry.places) entry.places = new Map();
}

/** The message is whole, or will never be: its text stays either way. What is interrupted may go on. */
export function endParts(entry: Entry, { status, error }: EndEvent): void {
  const parts = ownParts(entry);
  parts.forEach((part, index) => {
    if ('state' in part && part.state === 'streaming') parts[index] = { ...part, state: 'done' };
  });
  if (status !== 'interrupted') entry.places = undefined;
  entry.status = status;
  entry.error = error;
  entry.message = { ...entry.message, parts, status };
  entry.arePartsShared = true;
}

function placesOf(entry: Entry): Map<string, PartPlace> {
  return (entry.places ??= new Map());
}

function mayGrow({ status }: Entry): boolean {
  return status === 'streaming' || status === 'interrupted';
}

function addPart(entry: Entry, partId: string, part: MessagePart): void {
  const parts = ownParts(entry);
  const places = placesOf(entry);
  // Cut short, and told again: the parts that are there are taken for those that are told, in their order.
  const index = places.size;
  const place = { index, replayed: parts[index] && 0 };
  places.set(partId, place);
  if (parts[index]?.type === part.type) setPart(entry, place, part);
  else parts.splice(index, parts.length, part);
}

function setPart(entry: Entry, place: PartPlace, part: MessagePart): void {
  const parts = ownParts(entry);
  const known = parts[place.index];
  const isAgain =
    known &&
    'text' in known &&
    'text' in part &&
    part.state === 'streaming' &&
    known.type === part.type;
  if (isAgain && known.text.startsWith(part.text)) {
    if (place.replayed !== undefined) place.replayed = part.text.length;
    parts[place.index] = { ...part, text: known.text };
  } else parts[place.index] = part;
}

function appendText(entry: Entry, place: PartPlace, delta: string): boolean {
  const parts = ownParts(entry);
  const part = parts[place.index];
  if (!part || !('text' in part)) return false;
  const { replayed } = place;
  if (replayed === undefined) {
    parts[place.index] = withText(part, part.text + delta);
    return true;
  }
  const rest = part.text.slice(replayed);
  if (rest.length > delta.length && rest.startsWith(delta))
    place.replayed = replayed + delta.length;
  else {
    place.replayed = undefined;
    parts[place.index] = withText(part, part.text.slice(0, replayed) + delta);
  }
  return true;
}

/** Once per token: copied whole and then written, it costs a third of a spread that is written over. */
function withText<T extends { readonly text: string }>(part: T, text: string): T {
  const copy: { -readonly [K in keyof T]: T[K] } = { ...part };
  copy.text = text;
  return copy;
}

/** A tool call keeps its place whoever tells of it; what is decided about it is not taken back. */
function setToolPart(entry: Entry, { part, partId }: SetEvent): boolean {
  if (!isToolPart(part)) return false;
  const parts = ownParts(entry);
  const index = parts.findIndex(
    (known) => isToolPart(known) && known.toolCallId === part.toolCallId,
  );
  if (index < 0) return false;
  const known = parts[index] as ToolPart;
  if (mayGrow(entry)) placesOf(entry).set(partId, { index, replayed: undefined });
  if (toolStates.indexOf(part.state) >= toolStates.indexOf(known.state))
    parts[index] = mayGrow(entry) ? part : keepInput(known, part);
  return true;
}

/** What is stored whole is not told better: a log that lost its beginning may lack some of it. */
function keepInput<T extends ToolPart | DynamicToolPart>(
  known: ToolPart | DynamicToolPart,
  part: T,
): T {
  const { input } = known;
  if (input === undefined) return part;
  return { ...part, input, ...('toolName' in known && { toolName: known.toolName }) };
}

function isToolPart(part: MessagePart): part is ToolPart | DynamicToolPart {
  return 'toolCallId' in part;
}

/** In the order in which a call goes through them. */
const toolStates = [
  'input-streaming',
  'input-available',
  'approval-requested',
  'approval-responded',
  'output-available',
  'output-error',
  'output-denied',
];
