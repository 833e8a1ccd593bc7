'use client';
import { forwardRef, useContext, type ReactElement } from 'react';
import type { FilePart } from '../../react/index.ts';
import { Icon } from '../icons/Icon.tsx';
import { KitButton } from '../part/KitButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { WebLink } from '../part/WebLink.tsx';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { isWebUrl } from './isWebUrl.ts';
import { messageContext } from './MessageContext.ts';
import { readExpiry } from './readExpiry.ts';
import { useIsPast } from './useIsPast.ts';

export type AttachmentState = {
  /** `named`: not an address to follow. `expired`: its address was good for a while only. */
  readonly status: 'linked' | 'named' | 'expired';
};

export interface AttachmentProps extends Omit<PartProps<'span', AttachmentState>, 'part'> {
  readonly part: FilePart;
  /** Epoch ms after which the address is dead. Default: what the message's metadata say of it. */
  readonly expiresAt?: number | undefined;
}

/** A file as a link. Nothing is fetched before the reader asks: an image can tell its host who reads it. */
export const Attachment: PartComponent<AttachmentProps, HTMLSpanElement> = forwardRef<
  HTMLSpanElement,
  AttachmentProps
>(function Attachment({ part, expiresAt, ...props }, ref) {
  const message = useContext(messageContext.Context)?.message;
  const isExpired = useIsPast(expiresAt ?? (message && readExpiry(message, part)));
  // Anything but the web (javascript:, data:, file:) is named, not linked.
  const status = !isWebUrl(part.url) ? 'named' : isExpired ? 'expired' : 'linked';
  return usePart(
    'span',
    {
      name: 'attachment',
      ref,
      state: { status } as const,
      children: (
        <>
          <Icon name="attachment" />
          <FileName part={part} isLinked={status === 'linked'} />
          {isExpired && <Expired />}
        </>
      ),
    },
    props,
  );
});

interface FileNameProps {
  readonly part: FilePart;
  readonly isLinked: boolean;
}

function FileName({ part, isLinked }: FileNameProps): ReactElement {
  const labels = useLabels();
  const name = part.filename ?? `${labels.attachment} (${part.mediaType})`;
  if (!isLinked) return <bdi>{name}</bdi>;
  return <WebLink href={part.url}>{name}</WebLink>;
}

function Expired(): ReactElement {
  const labels = useLabels();
  const context = useContext(messageContext.Context);
  const onReload = context?.actions.onReload;
  return (
    <>
      {' '}
      <span className="cs-attachment-note">{labels.attachmentExpired}</span>{' '}
      {context && onReload && (
        <KitButton onClick={() => onReload(context.message)}>{labels.reloadAttachment}</KitButton>
      )}
    </>
  );
}
