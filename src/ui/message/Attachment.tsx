'use client';
import type { ReactElement } from 'react';
import type { FilePart } from '../../react/index.ts';
import { Icon } from '../icons/Icon.tsx';
import { useLabels } from '../settings/useLabels.ts';
import { isWebUrl } from './isWebUrl.ts';

/** A file as a link. Nothing is fetched before the reader asks: an image can tell its host who reads it. */
export function Attachment({ part }: { readonly part: FilePart }): ReactElement {
  const labels = useLabels();
  const content = (
    <>
      <Icon name="attachment" />
      <span>{part.filename ?? `${labels.attachment} (${part.mediaType})`}</span>
    </>
  );
  // Anything but the web (javascript:, data:, file:) is named, not linked.
  if (!isWebUrl(part.url))
    return (
      <span data-part="attachment" className="cs-attachment">
        {content}
      </span>
    );
  return (
    <a
      data-part="attachment"
      className="cs-attachment"
      href={part.url}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      {content}
    </a>
  );
}
