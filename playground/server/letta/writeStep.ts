import { createApprovalPart, createPart } from './expandRow.ts';
import type { LettaMessage, LettaRow, LettaStep, LettaToolCall } from './lettaTypes.ts';
import type { RunRequest } from './runScript.ts';
import { Cancelled, type RunWriter } from './runWriter.ts';

export type Written = Pick<LettaRow, 'reasoning' | 'hiddenReasoning' | 'content' | 'toolCalls'>;

/** The deltas of a step, or its whole parts. A cancel in the middle carries what was written so far. */
export async function writeStep(
  writer: RunWriter,
  request: RunRequest,
  row: LettaRow,
  step: LettaStep,
  calls: readonly LettaToolCall[],
): Promise<Written> {
  const { isTokenMode, script, quirks } = request;
  const cut = (text: string): readonly string[] =>
    isTokenMode ? toPieces(text, script.pieceSize ?? 4) : [text];
  let written: Written = {};
  let index = -1;
  const write = async (message: LettaMessage, next: Written): Promise<void> => {
    try {
      await writer.write(message);
    } catch (error) {
      if (error instanceof Cancelled) error.cause = written;
      throw error;
    }
    written = { ...written, ...next };
  };
  if (step.reasoning !== undefined) {
    index += 1;
    for (const piece of cut(step.reasoning)) {
      const fields = { source: 'reasoner_model', reasoning: piece, signature: null };
      await write(createPart(row, index, 'reasoning_message', fields), {
        reasoning: (written.reasoning ?? '') + piece,
      });
    }
  }
  if (step.hiddenReasoning !== undefined) {
    index += 1;
    const fields = { state: step.hiddenReasoning, hidden_reasoning: null };
    await write(createPart(row, index, 'hidden_reasoning_message', fields), {
      hiddenReasoning: step.hiddenReasoning,
    });
  }
  if (step.text !== undefined) {
    index += 1;
    for (const [nth, piece] of cut(step.text).entries()) {
      const isString = quirks.doesContentSwitch && nth % 2 === 1;
      const content = isString ? piece : [{ type: 'text', text: piece, signature: null }];
      await write(createPart(row, index, 'assistant_message', { content }), {
        content: (typeof written.content === 'string' ? written.content : '') + piece,
      });
    }
  }
  if (calls.length > 0) {
    index += 1;
    for (const message of cutCalls(request, row, index, calls)) await write(message, {});
    written = { ...written, toolCalls: calls };
  }
  return written;
}

function cutCalls(
  { isTokenMode, script, quirks }: RunRequest,
  row: LettaRow,
  index: number,
  calls: readonly LettaToolCall[],
): readonly LettaMessage[] {
  const toMessage = (fields: Readonly<Record<string, unknown>>): LettaMessage =>
    row.kind === 'approval-request'
      ? createApprovalPart(row, fields)
      : createPart(row, index, 'tool_call_message', fields);
  if (!isTokenMode) return [toMessage({ tool_call: calls[0], tool_calls: calls })];
  return calls.flatMap(({ name, arguments: text, tool_call_id }) => {
    const pieces = toPieces(text, script.pieceSize ?? 4);
    const deltas = [
      { name, arguments: '', tool_call_id },
      ...pieces.map((piece) => ({ name: null, arguments: piece, tool_call_id })),
    ];
    return deltas.map((delta) =>
      toMessage({ tool_call: delta, tool_calls: quirks.areToolCallsLists ? [delta] : delta }),
    );
  });
}

function toPieces(text: string, size: number): readonly string[] {
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += size) {
    pieces.push(characters.slice(start, start + size).join(''));
  }
  return pieces;
}
