'use client';
import { useCallback } from 'react';
import { type FilePart } from '../../react/index.ts';
import { useIsAnswerDue } from '../transcript/useIsAnswerDue.ts';
import type { DraftStorage } from './createDraft.ts';
import { useDraft } from './useDraft.ts';
import { useFiles, type ComposerFile, type UseFilesResult } from './useFiles.ts';
import { usePassiveConversation, usePassiveStream } from '../usePassive.ts';

export type { ComposerFile } from './useFiles.ts';
export type { DraftStorage } from './createDraft.ts';

export interface UseComposerOptions {
  /** Default: the nearest `<Conversation>`. */
  readonly conversationId?: string | null | undefined;
  /** Where drafts are kept. Default: this tab's `sessionStorage`. `null`: nowhere. */
  readonly drafts?: DraftStorage | null | undefined;
  /** The largest file that is taken, bytes. Default 10,000,000. */
  readonly maxFileSize?: number | undefined;
}

export interface UseComposerResult extends Omit<UseFilesResult, 'clearFiles'> {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly files: readonly ComposerFile[];
  /** The backend takes messages at all, and files. */
  readonly canWrite: boolean;
  readonly canAttach: boolean;
  /** There is something to send, and it can be sent. */
  readonly canSend: boolean;
  /** An answer is being made that can be stopped. */
  readonly canStop: boolean;
  /** Sends what is written, and empties the composer. Nothing to send: does nothing. */
  readonly send: () => void;
  readonly stop: () => void;
}

/** A composer without its looks: text with its draft, files, sending and stopping. Reads, joins nothing. */
export function useComposer(options: UseComposerOptions = {}): UseComposerResult {
  const { conversationId, drafts, maxFileSize = 10_000_000 } = options;
  const conversation = usePassiveConversation(conversationId);
  const { capabilities, status, stop } = usePassiveStream(conversationId);
  const isAnswerDue = useIsAnswerDue(conversationId);
  const { text, setText, release } = useDraft(conversation, drafts);
  const { clearFiles, ...attached } = useFiles(maxFileSize);
  const { files } = attached;
  const { canSend: canWrite, canAttach } = capabilities;
  const isRunning = status === 'streaming' || status === 'submitted';
  const canSend = canWrite && hasContent(text, files);

  const send = useCallback(() => {
    if (!canSend) return;
    const parts = files.flatMap(({ part }): FilePart[] => (part ? [part] : []));
    const said = text.trim();
    const content =
      parts.length === 0
        ? said
        : { parts: [...(said === '' ? [] : [{ type: 'text', text: said } as const]), ...parts] };
    // The row in the transcript tells how it went, and offers to try again.
    release(text, conversation.sendMessage(content));
    clearFiles();
  }, [canSend, conversation, files, text, release, clearFiles]);

  return {
    ...attached,
    text,
    setText,
    canWrite,
    canAttach: canWrite && canAttach,
    canSend,
    // Without `canStop` a turn is ended here, though not on the server; a send on its way is no turn.
    canStop: isRunning && (capabilities.canStop || status === 'streaming' || isAnswerDue),
    send,
    stop: useCallback(() => void stop().catch(() => {}), [stop]),
  };
}

/** Something written or attached, and nothing still being read. */
function hasContent(text: string, files: readonly ComposerFile[]): boolean {
  return files.every(({ part }) => part) && (text.trim() !== '' || files.length > 0);
}
