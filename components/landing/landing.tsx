import { Brand } from '@/components/shell/brand'
import type { FormAction } from '@/lib/domain/action-state'
import { DemoPeople, type DemoPerson } from './demo-people'
import { SignInForm } from './sign-in-form'
import { TwoSharesPicture } from './two-shares-picture'

interface LandingProps {
  /** The people of the demo; none outside it. */
  people: DemoPerson[]
  /** Signs in as one of them (`personId`). */
  signInAs: FormAction
  /** Signs in by `email` and `password`. */
  signIn: FormAction
}

/** The signed-out page: what this is, and the ways in. */
export function Landing({ people, signInAs, signIn }: LandingProps) {
  const isDemo = people.length > 0
  return (
    <main className="mx-auto grid min-h-dvh max-w-6xl content-start gap-x-16 gap-y-12 px-5 py-8 sm:px-8 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] lg:content-center lg:py-12">
      <div className="grid content-start gap-8">
        <Brand />
        <div className="grid gap-4">
          <h1 className="text-balance font-semibold text-2xl">Your data, under a key that stays yours</h1>
          <p className="text-lg text-ink-soft">
            Latchkey encrypts what you keep with us under a root key that never leaves your own cloud. Take
            the key away, and your data goes dark within a minute; give it back, and it returns by itself.
            Rotate it, and nobody notices.
          </p>
        </div>
        <TwoSharesPicture />
      </div>

      <div className="grid content-start gap-8">
        {isDemo && (
          <section className="grid gap-3" aria-labelledby="demo-people">
            <div className="grid gap-0.5">
              <h2 id="demo-people" className="font-semibold text-lg">
                Try it as one of these people
              </h2>
              <p className="text-ink-soft">
                This is a demo on this machine, with a simulated cloud. One click signs you in.
              </p>
            </div>
            <DemoPeople people={people} signInAs={signInAs} />
          </section>
        )}
        <section
          className={isDemo ? 'grid gap-3 border-line border-t pt-6' : 'grid max-w-sm gap-4 lg:mt-24'}
          aria-labelledby="sign-in"
        >
          <h2 id="sign-in" className="font-semibold text-lg">
            {isDemo ? 'Or sign in with a password' : 'Sign in'}
          </h2>
          <div className="max-w-sm">
            <SignInForm signIn={signIn} />
          </div>
        </section>
      </div>
    </main>
  )
}
