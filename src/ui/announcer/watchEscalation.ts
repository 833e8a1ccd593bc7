import type { ConversationState, ConversationStatus } from '../../react/index.ts';
import { describeEscalation, getEscalation } from '../transcript/escalation.ts';
import type { Narrator } from './narrator.ts';

/** Says each step on the way to a person and back; not the one that was reached before anybody looked. */
export function watchEscalation({
  sayHere,
  getLabels,
}: Narrator): (state: ConversationState) => void {
  let before: ConversationStatus | undefined;
  let hasBegun = false;
  return ({ conversationStatus, isPending }) => {
    if (conversationStatus !== before && hasBegun) {
      const escalation = getEscalation(conversationStatus);
      const { detail } = conversationStatus ?? {};
      if (escalation) sayHere(describeEscalation(escalation, detail, getLabels()));
    }
    before = conversationStatus;
    hasBegun ||= !isPending;
  };
}
