import type { LettaRun } from './createLettaRun.ts';
import type { LettaAnswer } from './lettaInput.ts';
import type { LettaTool } from './lettaTool.ts';

const maxTools = 500;

/** What a transport remembers of one conversation between requests. Without it, after a reload, all is told anew. */
export interface LettaMemory {
  /** Calls by id: what answers them may come in another stream. */
  tools: ReadonlyMap<string, LettaTool>;
  /** Refusals in a row because another run goes on. */
  busyCount: number;
  /** The run that was followed last. */
  run: LettaRun | undefined;
  readonly answers: Map<string, LettaAnswer>;
}

export function createLettaMemory(): LettaMemory {
  return { tools: new Map(), busyCount: 0, run: undefined, answers: new Map() };
}

/** Adds calls that were read, the latest last. */
export function learnTools(memory: LettaMemory, tools: ReadonlyMap<string, LettaTool>): void {
  memory.tools = new Map([...memory.tools, ...tools].slice(-maxTools));
}

/** Notes an answer. Returns all answers of its message once none is missing: they go together (PROTOCOLS §6.12). */
export function noteAnswer(
  { tools, answers }: LettaMemory,
  answer: LettaAnswer,
): readonly LettaAnswer[] | undefined {
  const { toolCallId, isApproved, reason } = answer;
  const tool = tools.get(toolCallId);
  if (!tool) return [answer];
  tool.answer = { isApproved, reason };
  answers.set(toolCallId, answer);
  const given = [...tools.values()]
    .filter(({ rowId, needsAnswer, result }) => rowId === tool.rowId && needsAnswer && !result)
    .map(({ id }) => answers.get(id));
  return given.every((one) => one !== undefined) ? given : undefined;
}
