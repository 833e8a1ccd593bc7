import type { SeededRandom } from '../seededRandom.ts';
import type { VirtualClock } from '../virtualClock.ts';
import { createUuid } from './lettaIds.ts';
import type { PendingCalls } from './lettaSystem.ts';
import type { LettaRow, LettaRowInput, LettaScript, LettaSeed } from './lettaTypes.ts';

/** A conversation and its rows, oldest first. An agent's own conversation goes by the agent's id. */
export interface StoredConversation {
  readonly id: string;
  readonly agentId: string;
  readonly title: string;
  readonly createdAt: number;
  summary: string | null;
  isArchived: boolean;
  readonly rows: LettaRow[];
  readonly scripts: LettaScript[];
  pending: PendingCalls | undefined;
}

/** The state of the emulated system, runs aside. */
export interface LettaStore {
  all(): readonly StoredConversation[];
  find(id: string): StoredConversation | undefined;
  add(agentId: string, fields: LettaSeed['conversations'][number]): StoredConversation;
  create(agentId: string, summary: string | null): StoredConversation;
  remove(id: string): void;
  insert(
    stored: StoredConversation,
    row: Omit<LettaRow, 'id' | 'createdAt'>,
    at?: number,
  ): LettaRow;
  newRowId(): string;
  clear(): void;
}

export function createLettaStore(clock: VirtualClock, random: SeededRandom): LettaStore {
  const held = new Map<string, StoredConversation>();
  const newRowId = (): string => `message-${createUuid(random)}`;
  const add: LettaStore['add'] = (agentId, { id, title = id, rows = [] }) => {
    const stored: StoredConversation = {
      id,
      agentId,
      title,
      createdAt: clock.now(),
      summary: null,
      isArchived: false,
      rows: [],
      scripts: [],
      pending: undefined,
    };
    held.set(id, stored);
    for (const row of rows) insertInput(stored, row);
    return stored;
  };
  const insert: LettaStore['insert'] = (stored, row, at = clock.now()) => {
    const inserted = { ...row, id: newRowId(), createdAt: at };
    stored.rows.push(inserted);
    return inserted;
  };
  const insertInput = (stored: StoredConversation, input: LettaRowInput): LettaRow => {
    const rows = toRows(input, () => `call_${random.id('')}`).map((row) =>
      insert(stored, row, input.at),
    );
    return rows[0]!;
  };
  return {
    all: () => [...held.values()],
    find: (id) => held.get(id),
    add,
    create(agentId, summary) {
      const stored = add(agentId, { id: `conv-${createUuid(random)}` });
      stored.summary = summary;
      return stored;
    },
    remove: (id) => void held.delete(id),
    insert,
    newRowId,
    clear: () => held.clear(),
  };
}

/** A row as somebody would write it down, as the rows it is stored as: a step, then what its tools returned. */
export function toRows(
  input: LettaRowInput,
  newCallId: () => string,
): readonly Omit<LettaRow, 'id' | 'createdAt'>[] {
  const {
    kind = input.tools || input.reasoning ? 'assistant' : 'user',
    content,
    tools = [],
  } = input;
  const calls = tools.map((tool) => ({
    name: tool.name,
    arguments: JSON.stringify(tool.input),
    tool_call_id: tool.id ?? newCallId(),
  }));
  const place = { runId: null, stepId: null, otid: input.otid ?? null };
  const step: Omit<LettaRow, 'id' | 'createdAt'> = {
    ...place,
    kind: tools.some(({ waitsFor }) => waitsFor) ? 'approval-request' : kind,
    ...(content === undefined ? {} : { content }),
    ...(input.reasoning === undefined ? {} : { reasoning: input.reasoning }),
    ...(input.hiddenReasoning === undefined ? {} : { hiddenReasoning: input.hiddenReasoning }),
    ...(calls.length > 0 ? { toolCalls: calls } : {}),
  };
  const returns = tools.flatMap(({ output, status = 'success' }, index) => {
    const id = calls[index]?.tool_call_id ?? '';
    return output === undefined
      ? []
      : [
          {
            type: 'tool' as const,
            tool_call_id: id,
            status,
            tool_return: output,
            stdout: null,
            stderr: null,
          },
        ];
  });
  return returns.length > 0 ? [step, { ...place, kind: 'tool', toolReturns: returns }] : [step];
}
