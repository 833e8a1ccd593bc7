/** What the dev server tells the page of one reference server. */
export interface BackendConfig {
  readonly baseUrl: string;
  /** Control plane: faults, drops, messages from elsewhere. */
  readonly controlUrl: string;
  readonly conversations: readonly { readonly id: string; readonly title: string }[];
  /* Further down what only some backends have. */
  readonly agentId?: string;
  /** Where streams are opened, when not at `baseUrl`. */
  readonly streamBaseUrl?: string;
  /** Where the app's server gives out tickets for streams. */
  readonly ticketUrl?: string;
  /** Where the app's server gives out tokens for its visitors. */
  readonly tokenUrl?: string;
  /** Which author the visitor is. */
  readonly selfAuthorId?: string;
}

/** Reference servers by backend id; one that is not running is missing. */
export type PlaygroundConfig = Readonly<Partial<Record<string, BackendConfig>>>;

export async function fetchConfig(signal: AbortSignal): Promise<PlaygroundConfig> {
  const response = await fetch('/api/config', { signal });
  if (!response.ok) {
    throw new Error(
      `/api/config answered ${response.status}: are the reference servers running? Start the playground with "npm start".`,
    );
  }
  return (await response.json()) as PlaygroundConfig;
}
