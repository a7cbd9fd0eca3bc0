/** Something went wrong in the background, where nobody waits for the answer. */
export type Report = (event: string, error: unknown, ids?: Record<string, string>) => void
