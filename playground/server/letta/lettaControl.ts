import { expandRow } from './expandRow.ts';
import type { LettaSystem, StoredConversation } from './lettaSystem.ts';
import { toRows } from './lettaStore.ts';
import type { LettaControl, LettaRow } from './lettaTypes.ts';
import { receiveLettaMessages } from './receiveLettaMessages.ts';

/** What tests and the control plane can do to this system, behind its API's back. */
export function createLettaControl(system: LettaSystem): LettaControl {
  const { store, services, runs, waits } = system;
  const find = (id: string): StoredConversation => {
    const stored = store.find(id);
    if (!stored) throw new Error(`No conversation ${id}. Seed it first.`);
    return stored;
  };
  const indexOf = (stored: StoredConversation, id: string): number => {
    const index = stored.rows.findIndex((row) => row.id === id);
    if (index < 0) throw new Error(`No row ${id} in ${stored.id}.`);
    return index;
  };
  return {
    seed({ conversations }) {
      for (const { agentId = system.agentIds[0] ?? '', ...fields } of conversations) {
        const stored = store.add(agentId, fields);
        stored.pending = findPending(stored.rows);
      }
      services.changed();
    },
    script: ({ conversationId, replies }) => void find(conversationId).scripts.push(...replies),
    emit({ conversationId, ...input }) {
      const stored = find(conversationId);
      const rows = toRows(input, () => `call_${services.random.id('')}`);
      const inserted = rows.map((row) => store.insert(stored, row, input.at));
      services.changed();
      return inserted[0]!;
    },
    edit({ conversationId, id, content }) {
      const stored = find(conversationId);
      const index = indexOf(stored, id);
      stored.rows[index] = { ...stored.rows[index]!, content };
      services.changed();
      return stored.rows[index];
    },
    remove({ conversationId, id }) {
      const stored = find(conversationId);
      stored.rows.splice(indexOf(stored, id), 1);
      services.changed();
    },
    startRun({ conversationId, text }) {
      const messages = [{ role: 'user', content: text }];
      const body = { messages, stream_tokens: true, background: true };
      const call = {
        method: 'POST',
        path: '',
        query: new URLSearchParams(),
        headers: {},
        body: '',
        faults: [],
      };
      void receiveLettaMessages(system, call, find(conversationId), body);
      services.changed();
      return { runId: [...runs.keys()].at(-1) ?? '' };
    },
    proceed: waits.proceed,
    messages: (conversationId) => find(conversationId).rows.flatMap(expandRow),
    runs: () => [...runs.values()].map(({ id, status }) => ({ id, status })),
    trimLog: ({ runId, keep }) => runs.get(runId)?.trim(keep),
  };
}

/** A seeded conversation may end with calls that wait for an answer. */
function findPending(rows: readonly LettaRow[]): StoredConversation['pending'] {
  const last = rows.at(-1);
  if (last?.kind !== 'approval-request') return undefined;
  const calls = (last.toolCalls ?? []).map(({ tool_call_id }) => ({
    toolCallId: tool_call_id,
    output: 'Done.',
    status: 'success' as const,
  }));
  const thanks = { text: 'Done, as you approved.' };
  return {
    rowId: last.id,
    calls,
    script: { steps: [], pace: 30, denied: [{ text: 'All right, I will leave it.' }] },
    rest: [thanks],
  };
}
