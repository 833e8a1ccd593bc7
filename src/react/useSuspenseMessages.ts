'use client';
import type { Message } from '../core/index.ts';
import { suspendUntilRead } from './suspendUntilRead.ts';
import { useClient } from './useClient.ts';
import { useHandle } from './useHandle.ts';
import { useMessages, type UseMessagesOptions, type UseMessagesResult } from './useMessages.ts';

export interface UseSuspenseMessagesOptions<
  TMetadata = unknown,
  TSelected = readonly Message<TMetadata>[],
> extends Omit<UseMessagesOptions<TMetadata, TSelected>, 'enabled'> {}

export interface UseSuspenseMessagesResult<TSelected = readonly Message[]> extends Omit<
  UseMessagesResult<TSelected>,
  'isPending'
> {}

/**
 * As `useMessages`, but suspends until the first page is held, on a server too, and throws to the error
 * boundary what kept it from coming. With a `null` id it does not suspend: there is nothing to wait for.
 */
export function useSuspenseMessages<TMetadata = unknown, TSelected = readonly Message<TMetadata>[]>(
  conversationId?: string | null,
  options: UseSuspenseMessagesOptions<TMetadata, TSelected> = {},
): UseSuspenseMessagesResult<TSelected> {
  // Asked anew by every render: compiled, the answer of an earlier one could be kept.
  'use no memo';
  const client = useClient();
  const conversation = useHandle(conversationId);
  suspendUntilRead(client, conversation);
  return useMessages(conversationId, options);
}
