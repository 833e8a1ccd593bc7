import type { LettaScript } from './lettaTypes.ts';

/** A travel assistant that thinks, looks things up, asks before it acts, and can talk at length. `pace`: ms between chunks. */
export function createUsualLettaReply(pace: number): (text: string) => LettaScript {
  return (text) => {
    const topic = topics.find(({ words }) => words.test(text));
    return { pace, pieceSize: 5, ...(topic?.script ?? createPlainReply(text)) };
  };
}

const longAnswer = `Lisbon rewards slow days. Here is a plan for three of them, with room to wander.

**Day one: Alfama and the river.** Start at the cathedral while the streets are still cool, and climb by way of the stairs rather than tram 28, which is full by nine. The castle is worth it for the shade of its pines alone. Come down on the side of Graça, have lunch at a tasca where the menu is written on paper, and let the afternoon end at the water, at the old grain quay.

**Day two: Belém, early.** Take the train along the river at eight. The monastery opens at half past nine and its cloister is yours for about twenty minutes. The custard tarts next door are better standing up. Walk on to the museum of art and architecture: its roof is a terrace, free, and the bridge hums above you like a very large cello.

**Day three: Sintra, and a way out of it.** Everyone goes to the palaces, and you should too, at opening time. Then leave the crowd: the path to the Capuchos convent goes through a forest of cork oaks, ferns and moss, and the convent itself is a handful of cells lined with cork, the least grand and the most moving place of the day.

Two practical notes. Buy the transport card at the airport, it works on trams, trains and ferries. And keep one evening free of plans: somebody will tell you about a place, and that place will be the one you remember. 🌊`;

const topics: readonly { readonly words: RegExp; readonly script: LettaScript }[] = [
  {
    words: /\b(long|plan|lisbon|itinerary|tell me)\b/i,
    script: {
      steps: [
        {
          reasoning:
            'Three days, a city of hills. I should leave gaps in the plan and give reasons, not a list of sights.',
          text: longAnswer,
        },
      ],
    },
  },
  {
    words: /\b(book|reserve|cancel|pay|send|delete)\b/i,
    script: {
      steps: [
        {
          reasoning:
            'This costs money, so I must not do it on my own account. I will ask for approval.',
          text: 'I can do that. It needs your approval first.',
          tools: [
            {
              name: 'book_hotel',
              input: { hotel: 'Casa do Jasmim', nights: 3, price_eur: 384 },
              waitsFor: 'approval',
              output: 'Booked. Reference CJ-20417.',
            },
          ],
        },
        {
          text: 'It is booked: three nights at Casa do Jasmim, reference CJ-20417. You can cancel until two days before.',
        },
      ],
      denied: [{ text: 'All right, nothing was booked. Shall I look for something cheaper?' }],
    },
  },
  {
    words: /\b(weather|rain|warm|temperature|forecast)\b/i,
    script: {
      steps: [
        {
          reasoning: 'They want the weather. I have a tool for that.',
          text: 'Let me look that up.',
          tools: [
            {
              name: 'get_weather',
              input: { city: 'Lisbon', days: 3 },
              output: '24 C, clear; 25 C, clear; 21 C, light rain',
              duration: 900,
            },
          ],
        },
        {
          text: 'Two clear days around 24 °C, then some light rain. Take a jacket for the third evening. ☀️',
        },
      ],
    },
  },
];

function createPlainReply(text: string): LettaScript {
  return {
    steps: [
      {
        reasoning: 'A short question. I will answer plainly and offer what I can do.',
        text: `You wrote “${text.slice(0, 120)}”. I can check the weather, plan your days, or book a hotel with your approval. What shall it be?`,
      },
    ],
  };
}
