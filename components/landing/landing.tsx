import { Eye, KeyRound, type LucideIcon, RefreshCw, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { Brand } from '@/components/shell/brand'
import type { DemoPersonView } from '@/lib/domain/views/account'
import { PeopleCards } from './people-cards'
import { SignInForm } from './sign-in-form'

const PROMISES: { icon: LucideIcon; title: string; text: string }[] = [
  {
    icon: KeyRound,
    title: 'Your key, in your cloud',
    text: 'The root key never leaves your account. Every data key takes two halves, yours and ours; either alone opens nothing.',
  },
  {
    icon: Unplug,
    title: 'Take it away',
    text: 'Within a minute of your cloud’s refusal the data under it goes dark, everywhere. Give it back and it returns by itself.',
  },
  {
    icon: RefreshCw,
    title: 'Rotate it',
    text: 'A new key takes over while work goes on. At the end you know, and can prove, that the old one is no longer needed.',
  },
  {
    icon: Eye,
    title: 'See every use',
    text: 'Each call carries your organization’s id, so that your cloud’s own log tells what we did. Nobody has to trust our word.',
  },
]

/** The first page for whoever isn't signed in: what this is, and the way in. */
export function Landing({ people }: { people: DemoPersonView[] }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-6xl content-center gap-x-16 gap-y-10 px-5 py-10 sm:px-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,25rem)] lg:py-16">
      <div className="grid content-start gap-8">
        <Brand />
        <div className="grid gap-3">
          <h1 className="max-w-[22ch] text-balance font-semibold text-2xl tracking-tight">
            Customer-managed encryption keys for multi-tenant SaaS
          </h1>
          <p className="max-w-prose text-pretty text-ink-soft text-lg">
            Each customer organization holds the root key over its data in its own cloud. While the key is
            there, everything works at full speed.
          </p>
        </div>
        <ul className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
          {PROMISES.map(({ icon: Icon, title, text }) => (
            <li key={title} className="grid content-start gap-1">
              <Icon aria-hidden className="size-5 text-accent-text" />
              <h2 className="font-semibold">{title}</h2>
              <p className="text-pretty text-ink-soft">{text}</p>
            </li>
          ))}
        </ul>
      </div>
      <div className="grid content-start gap-6 rounded-lg border border-line bg-surface p-5 shadow-lift sm:p-6">
        {people.length > 0 && (
          <WayIn
            title="Step into the demo"
            text="One click signs you in. Begin with Ada: she links Northwind’s key. A tour shows the way."
          >
            <PeopleCards people={people} />
          </WayIn>
        )}
        <WayIn title={people.length > 0 ? 'Or sign in with a password' : 'Sign in'}>
          <SignInForm />
        </WayIn>
      </div>
    </main>
  )
}

function WayIn({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className="grid gap-3 not-first:border-line not-first:border-t not-first:pt-6">
      <div className="grid gap-0.5">
        <h2 className="font-semibold text-lg">{title}</h2>
        {text && <p className="text-ink-soft">{text}</p>}
      </div>
      {children}
    </section>
  )
}
