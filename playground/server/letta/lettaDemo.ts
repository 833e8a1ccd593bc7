import type { LettaRowInput, LettaSeed } from './lettaTypes.ts';

/** The agent the demo belongs to. */
export const lettaDemoAgentId = 'agent-8b1f6c20-5d3e-4a77-9c41-2e6f0a9d3b58';

/** What the playground offers to open. */
export const lettaDemoTitles = [
  { id: 'conv-6a0d3b1e-2f47-4c8a-b5d9-7e10c4f28a36', title: 'Three days in Lisbon' },
  { id: 'conv-c94e7f52-81ab-4d06-a3f7-50b2d6e9187c', title: 'A new conversation' },
] as const;

/**
 * A trip planned with an agent that thinks, looks things up, and waits for an approval at the end; begun about
 * an hour before `now` (epoch ms). And an empty conversation.
 */
export function createLettaDemo(now: number): LettaSeed['conversations'] {
  const [lisbon, empty] = lettaDemoTitles;
  let time = now - 70 * 60_000;
  const rows = demo.map(([minutes, row]): LettaRowInput => {
    time += minutes * 60_000;
    return { ...row, at: time };
  });
  return [{ ...lisbon, rows }, empty];
}

const demo: readonly (readonly [minutesLater: number, row: LettaRowInput])[] = [
  [
    0,
    {
      kind: 'system',
      content: 'You are Jacaranda, a travel assistant. Ask before you spend money.',
    },
  ],
  [0.1, { content: 'Hi! Three days in Lisbon at the end of May, two people. Good idea?' }],
  [
    0.2,
    {
      kind: 'assistant',
      reasoning:
        'End of May: jacarandas in bloom, warm, not yet crowded. I should check the forecast rather than promise sun.',
      content:
        'A very good one: the jacarandas are in bloom and the evenings are long. Let me look at the forecast.',
      tools: [
        {
          name: 'get_weather',
          id: 'call_demo_weather',
          input: { city: 'Lisbon', days: 3 },
          output: '24 C, clear; 25 C, clear; 21 C, light rain',
        },
      ],
    },
  ],
  [
    0.1,
    {
      kind: 'assistant',
      content:
        'Two clear days around 24 °C, then some light rain on the third. I would put Sintra on the second day and keep a museum for the third. ☀️',
    },
  ],
  [2, { content: 'Love it. What would a hotel cost? Something small, in Alfama if you can' }],
  [
    0.3,
    {
      kind: 'assistant',
      reasoning: 'Small, Alfama, three nights. Search first; no prices from memory.',
      tools: [
        {
          name: 'search_hotels',
          id: 'call_demo_search',
          input: { area: 'Alfama', nights: 3, guests: 2, max_results: 3 },
          output:
            '[{"name":"Casa do Jasmim","total_eur":384},{"name":"Memmo","total_eur":612},{"name":"Solar dos Mouros","total_eur":451}]',
        },
      ],
    },
  ],
  [
    0.1,
    {
      kind: 'assistant',
      content:
        'Three that I would sleep in myself:\n\n1. **Casa do Jasmim**: six rooms, a courtyard, €384 for three nights\n2. **Solar dos Mouros**: above the river, €451\n3. **Memmo**: a pool on the roof, €612\n\nThe first is the best value by far.',
    },
  ],
  [3, { content: 'Casa do Jasmim then! Can you book it?' }],
  [
    0.2,
    {
      kind: 'assistant',
      reasoning: 'Booking costs money: this needs their approval.',
      content: 'Gladly. This is what I would book, with your approval:',
      tools: [
        {
          name: 'book_hotel',
          id: 'call_demo_book',
          input: { hotel: 'Casa do Jasmim', nights: 3, guests: 2, total_eur: 384 },
          waitsFor: 'approval',
        },
      ],
    },
  ],
];
