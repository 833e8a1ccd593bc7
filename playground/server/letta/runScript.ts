import { createPart, describeReturns } from './expandRow.ts';
import { createUuid } from './lettaIds.ts';
import type { LettaRun } from './lettaRun.ts';
import type { LettaSystem, StoredConversation } from './lettaSystem.ts';
import type {
  LettaRow,
  LettaScript,
  LettaStep,
  LettaToolCall,
  LettaToolReturn,
  LettaToolScript,
} from './lettaTypes.ts';
import type { RunQuirks } from './runQuirks.ts';
import { Cancelled, createRunWriter, type RunWriter } from './runWriter.ts';
import { writeStep, type Written } from './writeStep.ts';

/** What a run needs to know of the request it answers. */
export interface RunRequest {
  readonly run: LettaRun;
  readonly stored: StoredConversation;
  readonly script: LettaScript;
  readonly isTokenMode: boolean;
  /** Of this request only: changes to what is logged. */
  readonly quirks: RunQuirks;
  /** Streamed before the first step: returns of calls that were just answered. */
  readonly returns: readonly LettaRow[];
  readonly userRow: LettaRow | undefined;
}

/** Runs a script: logs its chunks, stores its rows, ends as it says (PROTOCOLS §6.5, §6.7). */
export async function runScript(system: LettaSystem, request: RunRequest): Promise<void> {
  const writer = createRunWriter(system, request);
  const { run, script, stored, returns, userRow, quirks } = request;
  if (run.includePings) writer.ping();
  if (quirks.hasUserEcho && userRow) {
    const content = userRow.content ?? '';
    await writer.write({
      ...createPart(userRow, 0, 'user_message', { content }),
      otid: userRow.otid,
    });
  }
  try {
    for (const row of returns) await writeReturns(writer, row);
    for (const [index, step] of script.steps.entries()) {
      if (step.delay) await system.waits.sleep(step.delay);
      const row = await runStep(system, request, writer, step);
      const waiting = step.tools?.filter(({ waitsFor }) => waitsFor) ?? [];
      if (waiting.length === 0) continue;
      stored.pending = {
        rowId: row.id,
        calls: describePending(row, step.tools ?? []),
        script,
        rest: script.steps.slice(index + 1),
      };
      return writer.finish('requires_approval');
    }
    if (script.error) return writer.fail(script.error);
    writer.finish(script.stopReason ?? 'end_turn');
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    writer.finishCancelled();
  }
}

async function runStep(
  system: LettaSystem,
  request: RunRequest,
  writer: RunWriter,
  step: LettaStep,
): Promise<LettaRow> {
  const { services, store } = system;
  const { run, stored } = request;
  const tools = step.tools ?? [];
  const calls = tools.map((tool): LettaToolCall => ({
    name: tool.name,
    arguments: JSON.stringify(tool.input),
    tool_call_id: tool.id ?? `call_${services.random.id('')}`,
  }));
  const isWaiting = tools.some(({ waitsFor }) => waitsFor);
  const row: LettaRow = {
    id: store.newRowId(),
    kind: isWaiting ? 'approval-request' : 'assistant',
    createdAt: services.clock.now(),
    runId: run.id,
    stepId: `step-${createUuid(services.random)}`,
    otid: null,
  };
  const written = await writeStep(writer, request, row, step, calls).catch((error: unknown) => {
    // What was said before the cancel is kept.
    if (error instanceof Cancelled) keepPart(stored, row, error.cause as Written);
    throw error;
  });
  const whole = { ...row, ...written };
  // A step's row is stored before its tool returns are streamed (PROTOCOLS §6.9).
  stored.rows.push(whole);
  run.rowIds.push(row.id);
  services.changed();
  if (!isWaiting && tools.length > 0) await runTools(system, request, writer, whole, tools);
  return whole;
}

async function runTools(
  system: LettaSystem,
  { run, stored, isTokenMode }: RunRequest,
  writer: RunWriter,
  row: LettaRow,
  tools: readonly LettaToolScript[],
): Promise<void> {
  const duration = Math.max(0, ...tools.map((tool) => tool.duration ?? 0));
  if (duration > 0) await system.waits.sleep(duration);
  const returns = tools.map(({ output = '', status = 'success' }, index) =>
    createReturn(row.toolCalls?.[index]?.tool_call_id ?? '', status, output),
  );
  const returned = system.store.insert(stored, {
    kind: 'tool',
    runId: run.id,
    stepId: row.stepId,
    otid: null,
    toolReturns: returns,
  });
  run.rowIds.push(returned.id);
  // Parallel returns share a row, which token mode does not stream (PROTOCOLS §6.9).
  if (returns.length === 1 || !isTokenMode) await writeReturns(writer, returned);
}

async function writeReturns(writer: RunWriter, row: LettaRow): Promise<void> {
  const fields = describeReturns(row.toolReturns ?? []);
  await writer.write(createPart(row, 0, 'tool_return_message', fields));
}

export function createReturn(
  toolCallId: string,
  status: 'success' | 'error',
  text: string,
): LettaToolReturn {
  return {
    type: 'tool',
    tool_call_id: toolCallId,
    status,
    tool_return: text,
    stdout: null,
    stderr: null,
  };
}

function describePending(
  { toolCalls = [] }: LettaRow,
  tools: readonly LettaToolScript[],
): NonNullable<StoredConversation['pending']>['calls'] {
  return toolCalls.map(({ tool_call_id }, index) => ({
    toolCallId: tool_call_id,
    output: tools[index]?.output ?? 'OK',
    status: tools[index]?.status ?? 'success',
  }));
}

function keepPart(stored: StoredConversation, row: LettaRow, written: Written | undefined): void {
  if (!written || Object.keys(written).length === 0) return;
  stored.rows.push({ ...row, kind: 'assistant', ...written });
}
