import { jsonReply, type ApiCall, type Reply } from '../referenceBackend.ts';
import { expandRow } from './expandRow.ts';
import { createUuid } from './lettaIds.ts';
import { invalidArgument, LettaError, unprocessable } from './lettaError.ts';
import { findQuirk, readRunQuirks } from './lettaFault.ts';
import { LettaRun } from './lettaRun.ts';
import type { LettaSystem, StoredConversation } from './lettaSystem.ts';
import type { LettaApproval, LettaMessage, LettaRow, LettaScript } from './lettaTypes.ts';
import { createReturn, runScript } from './runScript.ts';
import { streamRun } from './streamRun.ts';

interface SendBody {
  readonly messages?: unknown;
  readonly input?: unknown;
  readonly streaming?: unknown;
  readonly stream_tokens?: unknown;
  readonly background?: unknown;
  readonly include_pings?: unknown;
}

interface UserInput {
  readonly type: 'user';
  readonly content: string | readonly unknown[];
  readonly otid: string;
}
interface AnswerInput {
  readonly type: 'answers';
  readonly answers: readonly LettaApproval[];
  readonly otid: string;
}
type Input = UserInput | AnswerInput;

/** `POST …/messages`: admission, then a run whose stream is the answer (PROTOCOLS §6.3, §6.4). */
export function receiveLettaMessages(
  system: LettaSystem,
  call: ApiCall,
  stored: StoredConversation,
  body: SendBody,
): Reply | Promise<Reply> {
  const inputs = readInputs(system, body);
  const isBackground = body.background === true;
  if (isBackground && !system.rules.hasRedis) {
    throw new LettaError(
      503,
      'Background streaming requires Redis to be running. Please ensure Redis is properly configured.',
    );
  }
  const includePings = body.include_pings !== false;
  const known = isBackground ? findDuplicate(system, stored, inputs) : undefined;
  if (known) return streamRun(system, { run: known, after: 0, includePings, faults: call.faults });
  checkLock(system, stored);
  const run = new LettaRun({
    id: `run-${createUuid(system.services.random)}`,
    conversationId: stored.id,
    agentId: stored.agentId,
    isBackground,
    includePings,
    otids: inputs.map(({ otid }) => otid),
    createdAt: system.services.clock.now(),
  });
  const start = admit(system, stored, run, inputs);
  system.runs.set(run.id, run);
  lock(system, stored, run, call);
  const done = runScript(system, {
    ...start,
    run,
    stored,
    isTokenMode: body.stream_tokens === true && body.streaming !== false,
    quirks: readRunQuirks(call.faults),
  });
  done.catch((error: unknown) =>
    setImmediate(() => {
      throw error;
    }),
  );
  if (body.streaming !== false) {
    return streamRun(system, { run, after: 0, includePings, faults: call.faults });
  }
  return done.then(() => answerWhole(stored, run));
}

interface RunStart {
  readonly script: LettaScript;
  readonly returns: readonly LettaRow[];
  readonly userRow: LettaRow | undefined;
}

/** What the run begins with: a message is stored, or waiting calls get their answers. */
function admit(
  system: LettaSystem,
  stored: StoredConversation,
  run: LettaRun,
  inputs: readonly Input[],
): RunStart {
  const answers = inputs.flatMap((input) => (input.type === 'answers' ? input.answers : []));
  if (answers.length > 0) return admitAnswers(system, stored, run, answers);
  if (stored.pending) return refusePending(system, stored);
  let userRow: LettaRow | undefined;
  for (const input of inputs) {
    if (input.type !== 'user') continue;
    userRow = system.store.insert(stored, {
      kind: 'user',
      runId: run.id,
      stepId: null,
      otid: input.otid,
      content: input.content,
    });
    run.rowIds.push(userRow.id);
  }
  const text = typeof userRow?.content === 'string' ? userRow.content : '';
  const script = stored.scripts.shift() ?? system.usualReply?.(text) ?? { steps: [{ text: 'OK' }] };
  return { script, returns: [], userRow };
}

function admitAnswers(
  system: LettaSystem,
  stored: StoredConversation,
  run: LettaRun,
  answers: readonly LettaApproval[],
): RunStart {
  const { pending } = stored;
  if (!pending)
    throw invalidArgument(
      'Cannot process approval response: No tool call is currently awaiting approval.',
    );
  const wanted = pending.calls.map(({ toolCallId }) => toolCallId);
  const given = new Set(answers.map(({ tool_call_id }) => tool_call_id));
  if (wanted.length !== given.size || !wanted.every((id) => given.has(id))) {
    throw invalidArgument(
      `Invalid tool call IDs. Expected '${wanted.join(', ')}', but received '${[...given].join(', ')}'`,
    );
  }
  stored.pending = undefined;
  const place = { runId: run.id, stepId: null, otid: null };
  const response = system.store.insert(stored, {
    ...place,
    kind: 'approval-response',
    approvals: answers,
  });
  const isDenied = answers.some((answer) => answer.type === 'approval' && !answer.approve);
  const toolReturns = pending.calls.map(({ toolCallId, output, status }) => {
    const answer = answers.find(({ tool_call_id }) => tool_call_id === toolCallId)!;
    if (answer.type === 'tool') return createReturn(toolCallId, answer.status, answer.tool_return);
    if (answer.approve) return createReturn(toolCallId, status, output);
    return createReturn(
      toolCallId,
      'error',
      `Error: request to call tool denied. User reason: ${answer.reason ?? 'None'}`,
    );
  });
  const returned = system.store.insert(stored, { ...place, kind: 'tool', toolReturns });
  run.rowIds.push(response.id, returned.id);
  const { script, rest } = pending;
  const { holdAfter: _once, ...onward } = script;
  const steps = isDenied && script.denied ? script.denied : rest;
  return { script: { ...onward, steps }, returns: [returned], userRow: undefined };
}

/** Usually told in the stream (PROTOCOLS §6.4): the message is not stored. */
function refusePending(system: LettaSystem, stored: StoredConversation): RunStart {
  const text =
    'CONFLICT: Cannot send a new message: The agent is waiting for approval on a tool call. Please approve or deny the pending request before continuing.';
  if (system.rules.pendingApproval === 'http') {
    const detail = {
      code: 'PENDING_APPROVAL',
      message: text.replace('CONFLICT: ', ''),
      pending_request_id: stored.pending?.rowId ?? null,
    };
    throw new LettaError(409, detail);
  }
  const error = { type: 'internal_error', message: text, isBare: true };
  return { script: { steps: [], error }, returns: [], userRow: undefined };
}

/** Same set of `otid`s, background, not older than the mapping: the run there is, from its beginning. */
function findDuplicate(
  { runs, rules, services }: LettaSystem,
  stored: StoredConversation,
  inputs: readonly Input[],
): LettaRun | undefined {
  const token = inputs.map(({ otid }) => otid).join();
  return [...runs.values()].find(
    (run) =>
      run.isBackground &&
      run.conversationId === stored.id &&
      run.otids.join() === token &&
      services.clock.now() - run.createdAt <= rules.logTtl,
  );
}

function checkLock(system: LettaSystem, stored: StoredConversation): void {
  const held = system.locks.get(stored.id);
  const isHeld = held && system.services.clock.now() < held.until;
  const lingers = system.lingering.delete(stored.id) && !isHeld;
  if (!system.rules.hasRedis || (!isHeld && !lingers)) return;
  const runId = held?.runId ?? [...system.runs.keys()].at(-1) ?? 'run-unknown';
  throw new LettaError(
    409,
    `CONFLICT: Cannot send a new message: Another request (run_id=${runId}) is currently being processed for this conversation. Please wait for it to complete.`,
    { run_id: runId },
  );
}

function lock(
  { rules, locks, lingering, services }: LettaSystem,
  stored: StoredConversation,
  run: LettaRun,
  { faults }: ApiCall,
): void {
  if (!rules.hasRedis) return;
  locks.set(stored.id, { runId: run.id, until: services.clock.now() + rules.lockTtl });
  if (findQuirk(faults, 'lock-held')) lingering.add(stored.id);
}

function answerWhole(stored: StoredConversation, run: LettaRun): Reply {
  const isOfRun = (row: LettaRow): boolean => run.rowIds.includes(row.id) && row.kind !== 'user';
  const messages: LettaMessage[] = stored.rows.filter(isOfRun).flatMap(expandRow);
  const entries = run.readAfter(0);
  const find = (kind: string): unknown => entries.find((entry) => entry.kind === kind)?.data;
  return jsonReply(200, { messages, stop_reason: find('stop'), usage: find('usage') });
}

function readInputs(system: LettaSystem, { messages, input }: SendBody): readonly Input[] {
  const newOtid = (): string => createUuid(system.services.random);
  if (input !== undefined && input !== null) {
    if (messages)
      throw unprocessable('[{"msg":"Value error, Either messages or input, not both"}]');
    return [{ type: 'user', content: input as string, otid: newOtid() }];
  }
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new LettaError(422, 'Messages must not be empty');
  }
  return messages.map((message) => readInput(message as Record<string, unknown>, newOtid));
}

function readInput(message: Record<string, unknown>, newOtid: () => string): Input {
  const otid = typeof message['otid'] === 'string' ? message['otid'] : newOtid();
  const { type = 'message', content, role } = message;
  if (type === 'approval' || type === 'tool_return') {
    const answers = message['approvals'] ?? message['tool_returns'];
    if (Array.isArray(answers))
      return { type: 'answers', answers: answers as LettaApproval[], otid };
  }
  const isContent = typeof content === 'string' || Array.isArray(content);
  if (type === 'message' && role === 'user' && isContent) {
    return { type: 'user', content: content as string | unknown[], otid };
  }
  throw unprocessable(
    '[{"type":"union_tag_invalid","loc":["body","messages",0],"msg":"Input tag"}]',
  );
}
