'use client';
import { useMemo } from 'react';
import type { MessageActions } from './MessageActions.ts';

/** Takes the actions out of a component's props. The actions stay the same object while each of them does. */
export function useActionProps<Props extends MessageActions>(
  props: Props,
): [MessageActions, Omit<Props, keyof MessageActions>] {
  const { onRetry, onDiscard, onRegenerate, onContinue, onEdit, onRespond, onReload, ...rest } =
    props;
  const actions = useMemo(
    () => ({ onRetry, onDiscard, onRegenerate, onContinue, onEdit, onRespond, onReload }),
    [onRetry, onDiscard, onRegenerate, onContinue, onEdit, onRespond, onReload],
  );
  return [actions, rest];
}
