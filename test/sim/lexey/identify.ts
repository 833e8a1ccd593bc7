import type { Facts } from '../oracle/facts.ts';
import type { VisibleRow } from '../oracle/view.ts';
import type { RecordedTurn } from '../record.ts';

/** What a row shows. */
export type Identity =
  | { readonly kind: 'send'; readonly name: string; readonly text: string }
  | { readonly kind: 'turn'; readonly name: string; readonly turn: RecordedTurn }
  | { readonly kind: 'message'; readonly name: string; readonly id: string };

/** Knows a row by its words, and the beginning of a reply by its key or by what was told last. */
export class Identities {
  private readonly facts: Facts;
  private readonly turnOfKey = new Map<string, RecordedTurn>();
  private readonly turns: RecordedTurn[] = [];
  private readonly byText = new Map<string, Identity>();
  private readMessages = 0;
  private readTurns = 0;

  constructor(facts: Facts) {
    this.facts = facts;
  }

  forget(): void {
    this.turnOfKey.clear();
  }

  find(row: VisibleRow): Identity | undefined {
    this.update();
    const { key, text } = row;
    if (this.facts.findSend(text)) return { kind: 'send', name: text, text };
    const known = this.byText.get(text);
    if (known?.kind === 'turn') this.turnOfKey.set(key, known.turn);
    if (known) return known;
    const turn = this.turnOfKey.get(key) ?? this.findBegun(text);
    if (turn) this.turnOfKey.set(key, turn);
    return turn && toIdentity(turn);
  }

  private update(): void {
    const { all, record, conversationId } = this.facts;
    for (; this.readTurns < record.turns.length; this.readTurns += 1) {
      const turn = record.turns[this.readTurns];
      if (turn?.conversationId !== conversationId) continue;
      this.turns.push(turn);
      if (turn.text !== '') this.byText.set(turn.text, toIdentity(turn));
    }
    for (; this.readMessages < all.length; this.readMessages += 1) {
      const message = all[this.readMessages]?.message;
      const text = message?.versions[0]?.text ?? '';
      if (message && !this.byText.has(text))
        this.byText.set(text, { kind: 'message', name: message.id, id: message.id });
    }
  }

  /** A row nobody has seen yet is of the last reply that began. */
  private findBegun(text: string): RecordedTurn | undefined {
    const bound = new Set(this.turnOfKey.values());
    return this.turns.findLast(
      (one) => one.stream.headersAt !== undefined && isTold(one, text) && !bound.has(one),
    );
  }
}

function toIdentity(turn: RecordedTurn): Identity {
  return { kind: 'turn', name: `the reply "${turn.text}" to ${turn.sendText}`, turn };
}

/** The beginning of what was told, or that and the event which is just arriving. */
export function isTold({ told, coming }: RecordedTurn, text: string): boolean {
  return told.startsWith(text) || coming.some((event) => told + event.text === text);
}
