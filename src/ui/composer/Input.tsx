'use client';
import {
  forwardRef,
  useRef,
  type ChangeEvent,
  type ClipboardEvent,
  type KeyboardEvent,
} from 'react';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { useMergedRef } from '../part/useMergedRef.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { useComposerContext } from './ComposerContext.ts';
import { isSendKey } from './isSendKey.ts';
import { useIsTouchOnly } from './isTouchOnly.ts';
import { useAutosize } from './useAutosize.ts';

export type ComposerInputState = { readonly empty: boolean };

export interface ComposerInputProps extends Omit<
  PartProps<'textarea', ComposerInputState>,
  'value' | 'defaultValue'
> {}

/** Where one writes. Grows with what is written. Enter sends, Shift+Enter breaks the line; files can be pasted. */
export const Input: PartComponent<ComposerInputProps, HTMLTextAreaElement> = forwardRef<
  HTMLTextAreaElement,
  ComposerInputProps
>(function Input(props, ref) {
  const { text, setText, canWrite, isReadOnly, canAttach, addFiles, send, problem, problemId } =
    useComposerContext('Composer.Input');
  const labels = useLabels();
  const isTouch = useIsTouchOnly();
  const box = useRef<HTMLTextAreaElement>(null);
  useAutosize(box, text);
  return usePart(
    'textarea',
    {
      name: 'composer-input',
      className: 'cs-input',
      ref: useMergedRef(box, ref),
      state: { empty: text === '' },
      'aria-label': labels.composer,
      'aria-describedby': problem && problemId,
      placeholder: isReadOnly ? labels.readOnly : labels.placeholder,
      rows: 1,
      enterKeyHint: isTouch ? 'enter' : 'send',
      value: text,
      disabled: !canWrite,
      onChange: (event: ChangeEvent<HTMLTextAreaElement>) => setText(event.target.value),
      onKeyDown(event: KeyboardEvent) {
        if (!isSendKey(event)) return;
        event.preventDefault();
        send();
      },
      onPaste(event: ClipboardEvent) {
        const { files } = event.clipboardData;
        if (!canAttach || files.length === 0) return;
        event.preventDefault();
        addFiles(files);
      },
    },
    props,
  );
});
