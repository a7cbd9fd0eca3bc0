import { KmsError } from './kms-error'

export type Attempt<T> = { ok: true; value: T } | { ok: false; error: KmsError }

/** The result of a call, or how the KMS failed it; throws what is no answer of a KMS. */
export async function attempt<T>(call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await call() }
  } catch (error) {
    if (error instanceof KmsError) return { ok: false, error }
    throw error
  }
}

export const refused = (result: Attempt<unknown>): boolean => !result.ok && result.error.outcome === 'DENIED'
