import { type ErrorCode, LatchkeyError } from '@/lib/domain/errors'
import { type Credentials, type DemoCard, openedSession, SIGN_IN_PATHS } from '@/lib/domain/sign-in'
import { type ClientOptions, call } from './call'

/** Where the encryption service is, and web's token. */
type Service = Pick<ClientOptions, 'url' | 'token'>

/** The answers that are about whoever signs in; with any other it is the service that can't. */
const ABOUT_THE_PERSON: ErrorCode[] = ['wrong_credentials', 'too_many_attempts']

/**
 * Has a session opened for an address and its password.
 * @returns the session's random id
 * @throws LatchkeyError wrong_credentials, too_many_attempts, sign_in_unavailable
 */
export const openSession = (service: Service, typed: Credentials) =>
  open(service, SIGN_IN_PATHS.password, typed)

/** Has a session opened for one of the demo's people, by their card. The same answers and errors. */
export const openDemoSession = (service: Service, card: DemoCard) =>
  open(service, SIGN_IN_PATHS.demoCard, card)

async function open(service: Service, path: string, body: unknown): Promise<string> {
  try {
    return (await call(service, path, body, openedSession)).session
  } catch (cause) {
    if (cause instanceof LatchkeyError && ABOUT_THE_PERSON.includes(cause.code)) throw cause
    throw new LatchkeyError('sign_in_unavailable', { cause })
  }
}
