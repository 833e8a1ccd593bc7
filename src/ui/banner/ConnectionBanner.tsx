'use client';
import {
  forwardRef,
  type ComponentPropsWithoutRef,
  type ForwardRefExoticComponent,
  type RefAttributes,
} from 'react';
import { useConnection } from '../../react/index.ts';
import { Icon } from '../icons/Icon.tsx';
import { joinClassNames } from '../joinClassNames.ts';
import { useLabels } from '../settings/useLabels.ts';
import { describeConnection } from './describeConnection.ts';
import { useIsSustained } from './useIsSustained.ts';
import { useSecondsUntil } from './useSecondsUntil.ts';

export interface ConnectionBannerProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** Default: the nearest `<Conversation>`. */
  readonly conversationId?: string | null | undefined;
  /** How long the connection must be down before anything is said, ms. Default 2,000. */
  readonly delay?: number | undefined;
}

/** Says that, and why, nothing new arrives, when the next attempt is, and offers one now. Reads, joins nothing. */
export const ConnectionBanner: ForwardRefExoticComponent<
  ConnectionBannerProps & RefAttributes<HTMLDivElement>
> = forwardRef<HTMLDivElement, ConnectionBannerProps>(function ConnectionBanner(
  { conversationId, delay = 2_000, className, ...props },
  ref,
) {
  const labels = useLabels();
  const connection = useConnection(conversationId, { enabled: false });
  const seconds = useSecondsUntil(connection.retryAt);
  const text = describeConnection(connection, seconds, labels);
  const isShown = useIsSustained(text !== undefined, delay);
  if (!isShown) return null;
  return (
    <div
      ref={ref}
      data-part="connection-banner"
      data-status={connection.status}
      className={joinClassNames('cs-banner', className)}
      {...props}
    >
      <Icon name="alert" />
      <span className="cs-banner-text">{text}</span>
      {connection.status !== 'connecting' && (
        <button type="button" className="cs-link" onClick={connection.reconnect}>
          {labels.tryNow}
        </button>
      )}
    </div>
  );
});
