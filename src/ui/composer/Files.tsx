'use client';
import { forwardRef, useContext, type ReactElement } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { SettingsContext } from '../settings/SettingsContext.ts';
import { useComposerContext } from './ComposerContext.ts';
import { formatSize } from './formatSize.ts';
import type { ComposerFile } from './useFiles.ts';

export type ComposerFilesState = { readonly count: number };

export interface ComposerFilesProps extends PartProps<'div', ComposerFilesState> {}

/** The files to be sent, each with a way to take it off, and why one was not taken. Nothing is there without. */
export const Files: PartComponent<ComposerFilesProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  ComposerFilesProps
>(function Files(props, ref) {
  const { files, problem, problemId } = useComposerContext('Composer.Files');
  const labels = useLabels();
  const list = usePart(
    'div',
    {
      name: 'files',
      ref,
      state: { count: files.length },
      children: (
        <>
          {files.length > 0 && (
            // oxlint-disable-next-line jsx-a11y/no-redundant-roles -- Safari forgets lists without markers
            <ul role="list" aria-label={labels.attachment}>
              {files.map((file) => (
                <FileItem key={file.id} file={file} />
              ))}
            </ul>
          )}
          {problem && (
            <p id={problemId} role="alert" className="cs-problem">
              {problem}
            </p>
          )}
        </>
      ),
    },
    props,
  );
  return files.length > 0 || problem ? list : null;
});

function FileItem({
  file: { id, name, size, part },
}: {
  readonly file: ComposerFile;
}): ReactElement {
  const { removeFile, focusInput } = useComposerContext('Composer.Files');
  const { labels, locale } = useContext(SettingsContext);
  return (
    <li className="cs-attachment" data-status={part ? 'ready' : 'reading'}>
      <Icon name="attachment" />
      <bdi>{name}</bdi> <span className="cs-attachment-note">{formatSize(size, locale)}</span>
      <button
        type="button"
        className="cs-remove"
        aria-label={labels.removeAttachment(name)}
        onClick={() => {
          removeFile(id);
          focusInput();
        }}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
