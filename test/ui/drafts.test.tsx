import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { createScriptedTransport, type ScriptedTransport } from 'react-conversation-stream/testing';
import { ChatTranscript, MessageComposer, type DraftStorage } from 'react-conversation-stream/ui';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderConversation, type RenderedConversation } from '../helpers/renderConversation.tsx';

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** What a browser would keep. */
function createStorage(): DraftStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

const box = (): HTMLElement => screen.getByRole('textbox', { name: 'Message' });
const write = (value: string): boolean => fireEvent.change(box(), { target: { value } });
const send = (): boolean => fireEvent.submit(box().closest('form')!);

function renderComposer(
  drafts: DraftStorage | null,
  {
    transport = createScriptedTransport(),
    id = 'c1',
  }: { transport?: ScriptedTransport; id?: string } = {},
): RenderedConversation {
  const ui = (
    <>
      <ChatTranscript />
      <MessageComposer drafts={drafts} />
    </>
  );
  return renderConversation(transport, ui, { id });
}

describe('a draft', () => {
  it('is kept 300 ms after the last key, and is there when one comes back', () => {
    const storage = createStorage();
    const { unmount } = renderComposer(storage);
    write('My or');
    vi.advanceTimersByTime(200);
    write('My order');
    vi.advanceTimersByTime(299);
    expect(storage.kept.size).toBe(0);
    vi.advanceTimersByTime(1);
    expect([...storage.kept.values()]).toEqual(['My order']);
    unmount();
    renderComposer(storage);
    expect(box()).toHaveValue('My order');
  });

  it('is kept at once when the composer goes', () => {
    const storage = createStorage();
    const { unmount } = renderComposer(storage);
    write('Half a sen');
    unmount();
    expect([...storage.kept.values()]).toEqual(['Half a sen']);
  });

  it('belongs to its conversation', () => {
    const storage = createStorage();
    const first = renderComposer(storage, { id: 'c1' });
    write('For one');
    first.unmount();
    const second = renderComposer(storage, { id: 'c2' });
    expect(box()).toHaveValue('');
    second.unmount();
  });

  it('stays until the server has the message', async () => {
    const storage = createStorage();
    const transport = createScriptedTransport({ latency: 100 });
    renderComposer(storage, { transport });
    await act(() => vi.advanceTimersByTimeAsync(500));
    write('On its way');
    send();
    expect(box()).toHaveValue('');
    expect([...storage.kept.values()]).toEqual(['On its way']);
    await act(() => vi.advanceTimersByTimeAsync(500));
    await waitFor(() => expect(storage.kept.size).toBe(0));
  });

  it('of a send that failed is kept, but not written twice while its row is there', async () => {
    const storage = createStorage();
    const transport = createScriptedTransport();
    transport.fault({ kind: 'refuse', request: 'send', error: 'forbidden' });
    const { rerender } = renderComposer(storage, { transport });
    await act(() => vi.advanceTimersByTimeAsync(100));
    write('Refused');
    send();
    expect(await screen.findByText('Not sent')).toBeVisible();
    expect([...storage.kept.values()]).toEqual(['Refused']);
    rerender(
      <>
        <ChatTranscript />
        <MessageComposer key="again" drafts={storage} />
      </>,
    );
    expect(screen.getByText('Refused')).toBeVisible();
    expect(box()).toHaveValue('');
  });

  it.each(['sk_live_abcdefgh12345', 'Bearer abcdefgh12345', 'my key: lxc_abcdefgh1'])(
    'with a secret is not kept: %s',
    (text) => {
      const storage = createStorage();
      renderComposer(storage);
      write(text);
      vi.advanceTimersByTime(1_000);
      expect(storage.kept.size).toBe(0);
    },
  );

  it('is kept nowhere with null', () => {
    const { unmount } = renderComposer(null);
    write('Nowhere');
    unmount();
    renderComposer(null);
    expect(box()).toHaveValue('');
  });

  it('survives a storage that refuses', () => {
    const refuse = (): never => {
      throw new DOMException('Full', 'QuotaExceededError');
    };
    renderComposer({ getItem: refuse, setItem: refuse, removeItem: refuse });
    write('Still written');
    vi.advanceTimersByTime(1_000);
    expect(box()).toHaveValue('Still written');
  });
});
