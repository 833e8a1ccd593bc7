import type { ConversationEvent, MessagePart, ServerMessage } from '../../core/index.ts';
import {
  asRecord,
  createLettaMessage,
  createUserMessage,
  getRowId,
  readContent,
  readText,
  type LettaItem,
  type LettaMetadata,
} from './lettaMessage.ts';
import { toToolPart, type LettaTool } from './lettaTool.ts';

/** One message in the making: the parts of one stored row, in their order. */
export interface LettaRow {
  readonly message: ServerMessage<LettaMetadata>;
  readonly parts: Map<string, MessagePart>;
  /** Key of the part written last: its `message_type`, and its `otid` or place. */
  last: string;
  isOver: boolean;
}

type EndEvent = Extract<ConversationEvent, { type: 'message-end' }>;

/**
 * Items to messages, for history and streams alike (PROTOCOLS §6.9): parts go by `otid`, rows by id, what a
 * tool returned goes to the call it answers.
 */
export interface LettaReducer {
  readonly rows: ReadonlyMap<string, LettaRow>;
  /** By `tool_call_id`; those without one yet are only in their part. */
  readonly tools: ReadonlyMap<string, LettaTool>;
  /** The message that streams. */
  readonly current: LettaRow['message'] | undefined;
  /** False for an item that cannot be read, or answers a call nobody knows. */
  apply(item: LettaItem): boolean;
  /** Ends the message that streams. Returns whether there was one. */
  end(event: Pick<EndEvent, 'status' | 'error'>): boolean;
}

/** `findKnown`: a call of an earlier message, which may be answered now. `emit` hears each change. */
export function createLettaReducer(
  conversationId: string,
  findKnown: (id: string) => LettaTool | undefined = () => undefined,
  emit: (event: ConversationEvent) => void = () => {},
): LettaReducer {
  const rows = new Map<string, LettaRow>();
  const tools = new Map<string, LettaTool>();
  let current: LettaRow | undefined;
  /** The call whose input came last. */
  let open: LettaTool | undefined;

  const setPart = (messageId: string, partId: string, part: MessagePart): void => {
    rows.get(messageId)?.parts.set(partId, part);
    emit({ type: 'part-set', messageId, partId, part });
  };
  const showTool = (tool: LettaTool): void => setPart(tool.rowId, tool.partId, toToolPart(tool));
  const closeCall = (): void => {
    const tool = open;
    open = undefined;
    if (!tool || tool.isWhole) return;
    tool.isWhole = true;
    showTool(tool);
  };
  const closePart = (row: LettaRow): void => {
    closeCall();
    const part = row.parts.get(row.last);
    if (part && 'text' in part) setPart(row.message.id, row.last, { ...part, state: 'done' });
  };
  const end: LettaReducer['end'] = (event) => {
    const row = current;
    if (!row) return false;
    closePart(row);
    row.isOver = true;
    current = undefined;
    emit({ type: 'message-end', messageId: row.message.id, ...event });
    return true;
  };

  /** The row an item belongs to. A row that ended takes nothing more: history has it whole. */
  const openRow = (item: LettaItem): LettaRow | undefined => {
    const id = getRowId(item);
    const row = rows.get(id);
    if (!id || row) return row?.isOver ? undefined : row;
    end({ status: 'complete' });
    const message = createLettaMessage(id, item, conversationId);
    current = { message, parts: new Map(), last: '', isOver: false };
    rows.set(id, current);
    emit({ type: 'message-start', message });
    return current;
  };
  /** The part an item adds to: by `otid`, else a new one whenever the type changes. */
  const openPart = (row: LettaRow, item: LettaItem): string => {
    const type = `${readText(item['message_type'])}:`;
    const otid = readText(item['otid']);
    const key = otid || !row.last.startsWith(type) ? type + (otid || row.parts.size) : row.last;
    if (key !== row.last) closePart(row);
    row.last = key;
    return key;
  };
  const addText = (item: LettaItem, type: 'text' | 'reasoning', text: string): boolean => {
    const row = openRow(item);
    if (!row) return false;
    const partId = openPart(row, item);
    const part = row.parts.get(partId);
    const messageId = row.message.id;
    if (part?.type === type) {
      row.parts.set(partId, { ...part, text: part.text + text });
      emit({ type: 'part-delta', messageId, partId, delta: text });
    } else setPart(messageId, partId, { type, text, state: 'streaming' });
    return true;
  };
  /** By id; a delta without one, or before it is known, belongs to the call before it. */
  const openCall = ({ message, parts }: LettaRow, key: string, id: string): LettaTool => {
    const named = tools.get(id);
    // One that is known from before is told anew, not added to.
    const own = named && parts.has(named.partId) ? named : undefined;
    const isNext = open?.partId.startsWith(`${key}/`) && (!id || !open.id);
    const tool = own ?? (isNext && open) ?? undefined;
    const fresh = { rowId: message.id, partId: `${key}/${parts.size}`, id, name: '', args: '' };
    const chosen = tool || { ...fresh, isWhole: false, needsAnswer: false };
    chosen.id ||= id;
    if (chosen.id) tools.set(chosen.id, chosen);
    if (chosen !== open) closeCall();
    open = chosen;
    return chosen;
  };
  const addCalls = (item: LettaItem): boolean => {
    const row = openRow(item);
    if (!row) return false;
    const key = openPart(row, item);
    const { tool_calls: several, tool_call: single, message_type: type } = item;
    for (const call of readList(several, several ?? single)) {
      const tool = openCall(row, key, readText(call['tool_call_id']));
      tool.name ||= readText(call['name']);
      tool.args += readText(call['arguments']);
      tool.needsAnswer ||= type === 'approval_request_message';
      showTool(tool);
    }
    return true;
  };
  const answer = (
    list: readonly LettaItem[],
    take: (tool: LettaTool, wire: LettaItem) => void,
  ): boolean => {
    let isComplete = true;
    for (const wire of list) {
      const id = readText(wire['tool_call_id']);
      const tool = tools.get(id) ?? findKnown(id);
      isComplete &&= tool !== undefined;
      if (!tool) continue;
      take(tool, wire);
      showTool(tool);
    }
    return isComplete;
  };
  const addUser = (item: LettaItem): boolean => {
    const id = readText(item['id']);
    const message = id ? createUserMessage(id, item, conversationId) : undefined;
    if (!message) return id !== '';
    const parts = new Map(message.parts.map((part, index) => [`${index}`, part]));
    rows.set(id, { message, parts, last: '', isOver: true });
    emit({ type: 'message', message });
    return true;
  };

  return {
    rows,
    tools,
    get current() {
      return current?.message;
    },
    end,
    apply(item) {
      switch (item['message_type']) {
        case 'reasoning_message':
          return addText(item, 'reasoning', readText(item['reasoning']));
        case 'hidden_reasoning_message':
          return addText(item, 'reasoning', readText(item['hidden_reasoning']));
        case 'assistant_message':
          return readContent(item['content']).every(
            (part) => part.type !== 'text' || addText(item, 'text', part.text),
          );
        case 'tool_call_message':
        case 'approval_request_message':
          return addCalls(item);
        case 'tool_return_message':
          return answer(readList(item['tool_returns'], item), (tool, wire) => {
            tool.isWhole = true;
            tool.result = { isError: wire['status'] === 'error', output: wire['tool_return'] };
          });
        case 'approval_response_message':
          // What was decided, or what the app itself returned for its own tool.
          return answer(readList(item['approvals'], item), (tool, { type, approve, reason }) => {
            const isApproved = type === 'tool' || approve === true;
            tool.answer = { isApproved, reason: readText(reason) || undefined };
          });
        case 'user_message':
          return addUser(item);
        default:
          return true;
      }
    },
  };
}

/** The records of a list with something in it, else the one. */
function readList(value: unknown, single: unknown): readonly LettaItem[] {
  return (Array.isArray(value) && value.length > 0 ? value : [single]).map(asRecord);
}
