import type { ConversationState, Message } from '../../react/index.ts';
import { getAuthorName } from '../message/authorName.ts';
import type { Narrator } from './narrator.ts';

/** What of a conversation tells how its turn goes. */
type TurnState = Pick<ConversationState, 'status' | 'error' | 'keys'>;

/** Says once per turn that somebody answers, if that takes a while; and what failed, unless a row said it. */
export function watchTurn({
  say,
  sayHere,
  after,
  getLabels,
}: Narrator): (state: TurnState, answer: Message | undefined, hasRowSaid: boolean) => void {
  let before: TurnState | undefined;
  let latest: Message | undefined;
  let cancel: (() => void) | undefined;
  const sayAnswering = (): void => {
    const labels = getLabels();
    say(labels.answering(latest ? getAuthorName(latest, labels) : labels.assistant));
  };
  const sayFailure = (text: string): void => sayHere(text, { isAssertive: true });
  return (state, answer, hasRowSaid) => {
    const { status, error } = state;
    latest = answer;
    const isBusy = status === 'submitted' || status === 'streaming' || answer !== undefined;
    if (isBusy) cancel ??= after(sayAnswering);
    else {
      cancel?.();
      cancel = undefined;
    }
    const isNewError = error !== undefined && before !== undefined && error !== before.error;
    if (isNewError && !hasRowSaid) {
      const { answerFailed, loadFailed } = getLabels();
      if (status === 'error') sayFailure(answerFailed);
      else if (state.keys.length === 0) sayFailure(loadFailed);
    }
    before = state;
  };
}
