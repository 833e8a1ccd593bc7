'use client';
import {
  forwardRef,
  useCallback,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type DragEvent,
  type PointerEvent,
  type Ref,
  type SyntheticEvent,
} from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { useMergedRef } from '../part/useMergedRef.ts';
import { usePart } from '../part/usePart.ts';
import { composerContext } from './ComposerContext.ts';
import { handleEscape } from './handleEscape.ts';
import { isTouchOnly } from './isTouchOnly.ts';
import { useComposer, type UseComposerOptions } from './useComposer.ts';
import { usePassiveConversation } from '../usePassive.ts';

export type ComposerState = {
  readonly status: 'ready' | 'running' | 'disabled';
  /** Files are held over it. */
  readonly dragging: boolean;
};

/** What can be done to a composer from outside. */
export interface ComposerHandle {
  /** Puts a text into the box, and the cursor behind it. What was written there comes back by undo. */
  readonly edit: (text: string) => void;
}

export interface ComposerRootProps
  extends Omit<PartProps<'form', ComposerState>, 'onSubmit'>, UseComposerOptions {
  readonly handleRef?: Ref<ComposerHandle> | undefined;
}

/** The form one writes in. Enter, drop, Escape and the draft of its conversation are its business. */
export const Root: PartComponent<ComposerRootProps, HTMLFormElement> = forwardRef<
  HTMLFormElement,
  ComposerRootProps
>(function Root(props, ref) {
  const { id } = usePassiveConversation(props.conversationId);
  // A draft, and what is attached to it, belong to the conversation they were meant for.
  return <Form key={id} ref={ref} {...props} />;
});

const Form = forwardRef<HTMLFormElement, ComposerRootProps>(function Form(
  { conversationId, drafts, maxFileSize, handleRef, ...props },
  ref,
) {
  const composer = useComposer({ conversationId, drafts, maxFileSize });
  const { id } = usePassiveConversation(conversationId);
  const { canWrite, canAttach, canStop, send, stop, setText, addFiles } = composer;
  const form = useRef<HTMLFormElement>(null);
  const problemId = useId();
  const [isDragging, setIsDragging] = useState(false);
  const focusInput = useCallback(() => {
    if (!isTouchOnly()) form.current?.querySelector('textarea')?.focus({ preventScroll: true });
  }, []);
  useImperativeHandle(
    handleRef,
    () => ({
      edit(text) {
        const box = form.current?.querySelector('textarea');
        if (!box || !typeOver(box, text)) setText(text);
      },
    }),
    [setText],
  );
  // Without an id there is nothing to say of its backend yet.
  const isReadOnly = !canWrite && id !== '';
  const context = useMemo(
    () => ({ ...composer, isReadOnly, problemId, focusInput }),
    // Made anew whenever the composer renders, which is when anything in it changed.
    [composer, isReadOnly, problemId, focusInput],
  );
  const own = {
    name: 'composer',
    ref: useMergedRef(form, ref),
    state: {
      status: !canWrite ? 'disabled' : canStop ? 'running' : 'ready',
      dragging: isDragging,
    } as const,
    onSubmit(event: SyntheticEvent) {
      event.preventDefault();
      send();
      focusInput();
    },
    onPointerUp({ target }: PointerEvent) {
      // The second click of a double one on Send: pressing a disabled button leaves the focus nowhere.
      if ((target as Element).closest(':disabled')) focusInput();
    },
    onKeyDown: handleEscape(canStop ? stop : undefined),
    onDragOver(event: DragEvent) {
      if (!canAttach || !event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setIsDragging(true);
    },
    onDragLeave: () => setIsDragging(false),
    onDrop(event: DragEvent) {
      setIsDragging(false);
      if (!canAttach || event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      addFiles(event.dataTransfer.files);
    },
  };
  return (
    <composerContext.Context.Provider value={context}>
      {usePart('form', own, props)}
    </composerContext.Context.Provider>
  );
});

/** As if it were typed over what is there: the browser's own undo knows no other change. Tells whether it could. */
function typeOver(box: HTMLTextAreaElement, text: string): boolean {
  box.focus();
  box.select();
  // Without the focus it would be typed where that is.
  return box.matches(':focus') && document.execCommand?.('insertText', false, text);
}
