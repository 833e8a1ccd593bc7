'use client';
import { forwardRef, useRef, type ChangeEvent } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { useComposerContext } from './ComposerContext.ts';

export interface ComposerAttachProps extends PartProps<'button'> {
  /** What the file dialog offers, e.g. `image/*,.pdf`. Default: anything. */
  readonly accept?: string | undefined;
}

/** Opens the file dialog. Nothing is there where the backend takes no files. */
export const Attach: PartComponent<ComposerAttachProps, HTMLButtonElement> = forwardRef<
  HTMLButtonElement,
  ComposerAttachProps
>(function Attach({ accept, ...props }, ref) {
  const { canAttach, addFiles, focusInput } = useComposerContext('Composer.Attach');
  const labels = useLabels();
  const input = useRef<HTMLInputElement>(null);
  const button = usePart(
    'button',
    {
      name: 'attach',
      ref,
      type: 'button',
      'aria-label': labels.attach,
      onClick: () => input.current?.click(),
      children: <Icon name="attachment" />,
    },
    props,
  );
  const handleChange = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    addFiles(Array.from(target.files ?? []));
    // Or the same file could not be chosen again once it was removed.
    target.value = '';
    focusInput();
  };
  if (!canAttach) return null;
  return (
    <>
      {button}
      <input ref={input} type="file" multiple hidden accept={accept} onChange={handleChange} />
    </>
  );
});
