import { render, screen } from '@testing-library/react';
import { getToolName, isFileUIPart, isReasoningUIPart, isTextUIPart, isToolUIPart } from 'ai';
import type { UIMessage } from 'ai';
import { memo, type ReactElement } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { toUIMessage, type Message, type MessagePart } from 'react-conversation-stream';

/* As somebody writes it who knows AI SDK and nothing of us. */
const renders = vi.fn<() => void>();
const Row = memo(function Row({ message }: { message: UIMessage }) {
  renders();
  return <article aria-label={message.role}>{message.parts.map(toElement)}</article>;
});

function toElement(part: UIMessage['parts'][number], index: number): ReactElement | null {
  if (isTextUIPart(part)) return <p key={index}>{part.text}</p>;
  if (isReasoningUIPart(part)) return <em key={index}>{part.text}</em>;
  if (isFileUIPart(part)) return <span key={index}>{`${part.filename} at ${part.url}`}</span>;
  if (part.type === 'source-url') return <cite key={index}>{part.title ?? part.url}</cite>;
  if (!isToolUIPart(part)) return null;
  return (
    <output key={part.toolCallId}>
      {getToolName(part)} {describeCall(part)}
    </output>
  );
}

function describeCall(part: Parameters<typeof getToolName>[0]): string {
  switch (part.state) {
    case 'input-streaming':
      return '…';
    case 'input-available':
      return `called with ${JSON.stringify(part.input)}`;
    case 'approval-requested':
      return `may it? ${part.approval.id}`;
    case 'approval-responded':
      return part.approval.approved ? 'it may' : 'it may not';
    case 'output-available':
      return `gave ${String(part.output)}`;
    case 'output-error':
      return `failed: ${part.errorText}`;
    case 'output-denied':
      return `denied: ${part.approval.reason}`;
  }
}

const call = {
  type: 'dynamic-tool',
  toolName: 'weather',
  toolCallId: 'c',
  input: { in: 'Lagos' },
} as const;

function write(parts: readonly MessagePart[], more: Partial<Message> = {}): Message {
  const base = { id: 'm', key: 'k', conversationId: 'c', role: 'assistant' } as const;
  return { ...base, createdAt: 0, status: 'complete', parts, ...more };
}

function show(message: Message): string {
  const { container } = render(<Row message={toUIMessage(message)} />);
  return container.textContent;
}

describe('a message in a component written for AI SDK', () => {
  test('shows its text, reasoning, files and sources', () => {
    const shown = show(
      write([
        { type: 'reasoning', text: 'They ask about rain.' },
        { type: 'text', text: 'No rain.', state: 'done' },
        { type: 'file', mediaType: 'image/png', url: 'https://a.example/sky.png', filename: 'sky' },
        { type: 'source-url', sourceId: 's', url: 'https://a.example', title: 'The sky' },
      ]),
    );
    expect(shown).toBe('They ask about rain.No rain.sky at https://a.example/sky.pngThe sky');
    expect(screen.getByText(/^sky at /)).toBeTruthy();
  });

  test.each<[MessagePart, string]>([
    [{ ...call, state: 'input-streaming' }, 'weather …'],
    [{ ...call, state: 'input-available' }, 'weather called with {"in":"Lagos"}'],
    [{ ...call, state: 'approval-requested', approval: { id: 'a1' } }, 'weather may it? a1'],
    [
      { ...call, state: 'approval-responded', approval: { id: 'a1', approved: true } },
      'weather it may',
    ],
    [{ ...call, state: 'output-available', output: '31 C' }, 'weather gave 31 C'],
    [{ ...call, state: 'output-error', errorText: 'no sky' }, 'weather failed: no sky'],
    [
      {
        type: 'tool-forecast',
        toolCallId: 'c',
        input: {},
        state: 'output-denied',
        approval: { id: 'a1', approved: false, reason: 'later' },
      },
      'forecast denied: later',
    ],
  ])('shows the call %o', (part, wanted) => {
    expect(show(write([part]))).toBe(wanted);
  });

  test('has its role, its id and the fields of its backend', () => {
    const message = write([], { role: 'user', metadata: { channel: 'mail' } });
    expect(toUIMessage(message)).toEqual({
      id: 'm',
      role: 'user',
      parts: [],
      metadata: { channel: 'mail' },
    });
    expect(toUIMessage(write([]))).not.toHaveProperty('metadata');
  });

  test('has its parts, not copies, and does not render again while it stays', () => {
    const message = write([{ type: 'text', text: 'Hello' }]);
    expect(toUIMessage(message).parts).toBe(message.parts);
    renders.mockClear();
    const { rerender } = render(<Row message={toUIMessage(message)} />);
    rerender(<Row message={toUIMessage(message)} />);
    expect(renders).toHaveBeenCalledTimes(1);
    rerender(<Row message={toUIMessage({ ...message })} />);
    expect(renders).toHaveBeenCalledTimes(2);
  });
});
