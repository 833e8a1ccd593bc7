/** The part's own class, then the user's. */
export function joinClassNames(own: string, given: string | undefined): string {
  return given ? `${own} ${given}` : own;
}
