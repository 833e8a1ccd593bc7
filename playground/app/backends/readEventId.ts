/** The `id:` of a frame as the log shows it. */
export function readEventId(frame: string): string | undefined {
  return /(?:^|⏎ {2})id: ?(\S+)/.exec(frame)?.[1];
}
