'use client';
import { useCallback, useRef, useState } from 'react';
import type { FilePart } from '../../react/index.ts';
import { useLabels } from '../settings/useLabels.ts';
import { formatSize } from './formatSize.ts';
import { readFile } from './readFile.ts';

/** A file to be sent. Without a part it is still being read. */
export interface ComposerFile {
  readonly id: number;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly part?: FilePart;
}

export interface UseFilesResult {
  readonly files: readonly ComposerFile[];
  /** Why the last one was not taken, in words. */
  readonly problem: string | undefined;
  readonly addFiles: (files: Iterable<File>) => void;
  readonly removeFile: (id: number) => void;
  readonly clearFiles: () => void;
}

/** Files to be sent, read as data URLs. Larger ones than `maxSize` bytes are refused. */
export function useFiles(maxSize: number): UseFilesResult {
  const labels = useLabels();
  const [files, setFiles] = useState<readonly ComposerFile[]>([]);
  const [problem, setProblem] = useState<string>();
  const nextId = useRef(0);
  const removeFile = useCallback((id: number) => {
    setProblem(undefined);
    setFiles((before) => before.filter((file) => file.id !== id));
  }, []);
  const addFile = useCallback(
    (file: File) => {
      const { name, size } = file;
      if (size > maxSize) {
        setProblem(labels.attachmentTooLarge(name, formatSize(maxSize)));
        return;
      }
      const id = nextId.current++;
      setFiles((before) => [...before, { id, name, size }]);
      readFile(file).then(
        (part) =>
          setFiles((before) =>
            before.map((entry) => (entry.id === id ? { ...entry, part } : entry)),
          ),
        () => {
          removeFile(id);
          setProblem(labels.attachmentUnreadable(name));
        },
      );
    },
    [labels, maxSize, removeFile],
  );
  const addFiles = useCallback(
    (added: Iterable<File>) => {
      setProblem(undefined);
      for (const file of added) addFile(file);
    },
    [addFile],
  );
  const clearFiles = useCallback(() => {
    setProblem(undefined);
    setFiles([]);
  }, []);
  return { files, problem, addFiles, removeFile, clearFiles };
}
