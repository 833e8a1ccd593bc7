'use client';
import { forwardRef } from 'react';
import { useConnection, type ConnectionStatus } from '../../react/index.ts';
import { Icon } from '../icons/Icon.tsx';
import { KitButton } from '../part/KitButton.tsx';
import type { PartComponent, PartProps } from '../part/partProps.ts';
import { usePart } from '../part/usePart.ts';
import { useLabels } from '../settings/useLabels.ts';
import { describeConnection } from './describeConnection.ts';
import { useIsSustained } from './useIsSustained.ts';
import { useSecondsUntil } from './useSecondsUntil.ts';
import { joinsNothing } from '../usePassive.ts';

export type ConnectionBannerState = { readonly status: ConnectionStatus };

export interface ConnectionBannerProps extends PartProps<'div', ConnectionBannerState> {
  /** Default: the nearest `<Conversation>`. */
  readonly conversationId?: string | null | undefined;
  /** How long the connection must be down before anything is said, ms. Default 2,000. */
  readonly delay?: number | undefined;
}

/** Says that, and why, nothing new arrives, when the next attempt is, and offers one now. Reads, joins nothing. */
export const ConnectionBanner: PartComponent<ConnectionBannerProps, HTMLDivElement> = forwardRef<
  HTMLDivElement,
  ConnectionBannerProps
>(function ConnectionBanner({ conversationId, delay = 2_000, ...props }, ref) {
  const labels = useLabels();
  const connection = useConnection(conversationId, joinsNothing);
  const { status, reconnect } = connection;
  const seconds = useSecondsUntil(connection.retryAt);
  const text = describeConnection(connection, seconds, labels);
  const isShown = useIsSustained(text !== undefined, delay);
  const banner = usePart(
    'div',
    {
      name: 'connection-banner',
      className: 'cs-banner',
      ref,
      state: { status },
      children: (
        <>
          <Icon name="alert" />
          <span className="cs-banner-text">{text}</span>
          {status !== 'connecting' && <KitButton onClick={reconnect}>{labels.tryNow}</KitButton>}
        </>
      ),
    },
    props,
  );
  return isShown ? banner : null;
});
