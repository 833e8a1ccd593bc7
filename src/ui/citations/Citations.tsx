'use client';
import { forwardRef, type ReactElement } from 'react';
import type { SourceDocumentPart, SourceUrlPart } from '../../react/index.ts';
import { isWebUrl } from '../message/isWebUrl.ts';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { WebLink } from '../part/WebLink.tsx';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';

export type Source = SourceUrlPart | SourceDocumentPart;

export type CitationsState = { readonly count: number };

export interface CitationsProps extends PartProps<'div', CitationsState> {
  readonly sources: readonly Source[];
}

/** Where an answer comes from: links to pages, names of documents. Nothing is fetched before the reader asks. */
export const Citations: PartComponent<CitationsProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  CitationsProps
>(function Citations({ sources, ...props }, ref) {
  const labels = useLabels();
  return usePart(
    'div',
    {
      name: 'citations',
      ref,
      state: { count: sources.length },
      children: (
        <>
          <span aria-hidden="true">{labels.sources}</span>
          {/* oxlint-disable-next-line jsx-a11y/no-redundant-roles -- Safari forgets lists without markers */}
          <ol role="list" aria-label={labels.sources}>
            {sources.map((source, index) => (
              // Parts are only ever appended or replaced in place, and their ids are not trusted to differ.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <SourceName source={source} />
              </li>
            ))}
          </ol>
        </>
      ),
    },
    props,
  );
});

function SourceName({ source }: { readonly source: Source }): ReactElement {
  if (source.type === 'source-document') return <bdi>{source.title}</bdi>;
  const { url, title } = source;
  // Anything but the web is named, not linked.
  if (!isWebUrl(url)) return <bdi>{title || url}</bdi>;
  const { hostname } = new URL(url);
  return (
    <WebLink href={url} title={hostname}>
      {title || hostname}
    </WebLink>
  );
}
