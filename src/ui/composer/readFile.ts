import type { FilePart } from '../../react/index.ts';

/** The file as a part with its content in the address. Rejects when it cannot be read. */
export function readFile(file: File): Promise<FilePart> {
  const { name: filename, type } = file;
  const mediaType = type || 'application/octet-stream';
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () =>
      resolve({ type: 'file', mediaType, filename, url: reader.result as string }),
    );
    reader.addEventListener('error', () =>
      reject(reader.error ?? new Error('The file could not be read.')),
    );
    reader.readAsDataURL(file);
  });
}
