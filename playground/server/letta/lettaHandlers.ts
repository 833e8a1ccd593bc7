import { jsonReply, type ApiCall, type BodyReply, type Reply } from '../referenceBackend.ts';
import { expandRow, formatDate } from './expandRow.ts';
import { invalidArgument, LettaError, unprocessable } from './lettaError.ts';
import type { LettaRouteMatch, LettaRouteName } from './lettaRoutes.ts';
import type { LettaRun } from './lettaRun.ts';
import type { LettaSystem, StoredConversation } from './lettaSystem.ts';
import { listLettaMessages } from './listLettaMessages.ts';
import { receiveLettaMessages } from './receiveLettaMessages.ts';
import { resumeRun } from './resumeRun.ts';

type Handler = (
  system: LettaSystem,
  call: ApiCall,
  match: LettaRouteMatch,
) => Reply | Promise<Reply>;

/** What each route does, once the key is in order (PROTOCOLS §6.2). */
export const lettaHandlers: Readonly<Record<LettaRouteName, Handler>> = {
  create: (system, call) => {
    const agentId = call.query.get('agent_id') ?? '';
    if (!system.agentIds.includes(agentId)) throw notFound(`Agent ${agentId}`);
    const { summary } = readJson(call) ?? {};
    return jsonReply(200, toConversation(system.store.create(agentId, asText(summary))));
  },
  conversations: (system, { query }) => {
    const agentId = query.get('agent_id');
    const all = system.store.all().filter(({ id }) => id.startsWith('conv-'));
    const wanted = all.filter((stored) => agentId === null || stored.agentId === agentId);
    return jsonReply(
      200,
      wanted
        .toReversed()
        .slice(0, Number(query.get('limit') ?? 50))
        .map(toConversation),
    );
  },
  conversation: (system, _call, { id }) => jsonReply(200, toConversation(findStored(system, id))),
  update: (system, call, { id }) => {
    const stored = findStored(system, id);
    const { summary, archived } = readJson(call) ?? {};
    if (typeof summary === 'string') stored.summary = summary;
    if (typeof archived === 'boolean') stored.isArchived = archived;
    return jsonReply(200, toConversation(stored));
  },
  delete: (system, _call, { id }) => {
    system.store.remove(findStored(system, id).id);
    return jsonReply(200, { message: 'Conversation deleted.' });
  },
  history: (system, call, { id }) =>
    listLettaMessages(system, call, findConversation(system, id, call.query.get('agent_id'))),
  send: (system, call, { id }) => {
    const body = readJson(call) ?? {};
    const stored = findConversation(system, id, asText(body['agent_id']));
    return receiveLettaMessages(system, call, stored, body);
  },
  resume: (system, call, { id }) => {
    checkConversationId(id);
    const body = readJson(call);
    const place = id === 'default' ? asText(body?.['agent_id']) : findStored(system, id).id;
    return resumeRun(system, call, place, body);
  },
  cancel: (system, { query }, { id }) =>
    cancelRuns(system, findConversation(system, id, query.get('agent_id')).id),
  runs: (system, { query }) => jsonReply(200, listRuns(system, query).map(toRun)),
  run: (system, _call, { id }) => jsonReply(200, toRun(findRun(system, id))),
  'run-stream': (system, call, { id }) => {
    const body = readJson(call);
    return resumeRun(system, call, null, { ...body, run_id: id, isBare: body === undefined });
  },
  'run-messages': (system, _call, { id }) => {
    const run = findRun(system, id);
    const rows = system.store.find(run.conversationId)?.rows ?? [];
    return jsonReply(200, rows.filter((row) => run.rowIds.includes(row.id)).flatMap(expandRow));
  },
  'cancel-agent': (system, _call, { id }) => cancelRuns(system, id),
};

function cancelRuns(system: LettaSystem, conversationId: string): BodyReply {
  if (!system.rules.hasRedis)
    throw new LettaError(503, 'Cancelling runs requires Redis to be running.');
  const active = [...system.runs.values()].filter(
    (run) => run.conversationId === conversationId && run.isActive && !run.isOver,
  );
  if (active.length === 0) {
    throw new LettaError(
      409,
      `CONFLICT: No active runs to cancel for conversation ${conversationId}.`,
    );
  }
  for (const run of active) run.status = 'cancelled';
  return jsonReply(200, Object.fromEntries(active.map(({ id }) => [id, 'cancelled'])));
}

function listRuns({ runs }: LettaSystem, query: URLSearchParams): readonly LettaRun[] {
  const conversationId = query.get('conversation_id');
  const isActive = query.get('active');
  const wanted = [...runs.values()].filter(
    (run) =>
      (conversationId === null || run.conversationId === conversationId) &&
      (isActive !== 'true' || run.isActive),
  );
  return (query.get('order') === 'asc' ? wanted : wanted.toReversed()).slice(
    0,
    Number(query.get('limit') ?? 100),
  );
}

/** `conv-…`, `default` with an agent, or (deprecated) an agent's id. */
function findConversation(
  system: LettaSystem,
  id: string,
  agentId: string | null,
): StoredConversation {
  checkConversationId(id);
  if (id !== 'default') return findStored(system, id);
  if (agentId === null)
    throw invalidArgument('agent_id is required when conversation_id is default.');
  return findStored(system, agentId);
}

function findStored(system: LettaSystem, id: string): StoredConversation {
  checkConversationId(id);
  const stored = system.store.find(id);
  if (stored) return stored;
  if (!system.agentIds.includes(id)) throw notFound(`Conversation ${id}`);
  return system.store.add(id, { id });
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const conversationPattern = new RegExp(`^(conv-${uuid}|default|agent-${uuid})$`);

function checkConversationId(id: string): void {
  if (conversationPattern.test(id)) return;
  throw unprocessable(
    `[{"type":"string_pattern_mismatch","loc":["path","conversation_id"],"input":${JSON.stringify(id.slice(0, 50))}}]`,
  );
}

function findRun({ runs }: LettaSystem, id: string): LettaRun {
  const run = runs.get(id);
  if (!run) throw new LettaError(404, `Run ${id} not found.`);
  return run;
}

function notFound(what: string): LettaError {
  return new LettaError(404, `NOT_FOUND: ${what} not found.`);
}

/** `undefined`: there was no body at all, which is not the same as `{}` (PROTOCOLS §6.6). */
function readJson({ body }: ApiCall): Record<string, unknown> | undefined {
  if (body === '') return undefined;
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Not JSON: told below.
  }
  throw unprocessable('[{"type":"json_invalid","loc":["body"]}]');
}

function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function toConversation(stored: StoredConversation): Readonly<Record<string, unknown>> {
  const last = stored.rows.at(-1);
  return {
    id: stored.id,
    agent_id: stored.agentId,
    summary: stored.summary,
    description: null,
    created_at: formatDate(stored.createdAt),
    updated_at: formatDate(last?.createdAt ?? stored.createdAt),
    last_message_at: last ? formatDate(last.createdAt) : null,
    archived: stored.isArchived,
    archived_at: null,
    in_context_message_ids: stored.rows.map(({ id }) => id),
    model: null,
    model_settings: null,
    context_window_limit: null,
    created_by_id: null,
    last_updated_by_id: null,
  };
}

function toRun(run: LettaRun): Readonly<Record<string, unknown>> {
  return {
    id: run.id,
    agent_id: run.agentId,
    conversation_id: run.conversationId,
    status: run.status,
    background: run.isBackground,
    stop_reason: run.stopReason,
    created_at: formatDate(run.createdAt),
    completed_at: run.completedAt === null ? null : formatDate(run.completedAt),
    metadata: null,
    request_config: null,
    ttft_ns: null,
    total_duration_ns: null,
  };
}
