/** Props that react-docgen cannot see: they come from another component's by `Pick`. */
export const pickedProps = {
  conversationId: {
    description: 'Default: the nearest `<Conversation>`. `null` while it is not known yet.',
    table: { type: { summary: 'string | null' } },
    control: false,
  },
  live: {
    description: '`false` reads history without a stream.',
    table: { type: { summary: 'boolean' }, defaultValue: { summary: 'true' } },
    control: 'boolean',
  },
  components: {
    description: 'Parts to use instead of the kit’s. Keep the object stable.',
    table: { type: { summary: 'Partial<TranscriptComponents>' } },
    control: false,
  },
} as const;

export const pickedActions = {
  onRetry: {
    description: 'What "Try again" does. Without it there is no such button.',
    table: { type: { summary: '(key: string) => unknown' } },
  },
  onDiscard: {
    description: 'What "Discard" does. Without it there is no such button.',
    table: { type: { summary: '(key: string) => unknown' } },
  },
} as const;
