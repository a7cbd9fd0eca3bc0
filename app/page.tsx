import { redirect } from 'next/navigation'
import { SignInPage } from '@/components/landing/sign-in'
import { FullPage } from '@/components/shell/full-page'
import { homeOf } from '@/components/shell/routes'
import { Button } from '@/components/ui/button'
import { roleOf } from '@/lib/domain/actor'
import { listDemoPeople } from '@/lib/use-cases/session/list-demo-people'
import { findContext } from '@/lib/use-cases/web-context'
import { signOut } from './session-actions'

/** Where everybody begins: signed out, what this is and the way in; signed in, the start page of one's role. */
export default async function HomePage() {
  const context = await findContext()
  if (!context) return <SignInPage people={await listDemoPeople()} />
  const role = roleOf(context.actor)
  if (role) redirect(homeOf(role))
  return (
    <FullPage
      title="Your account has no role yet"
      actions={
        <form action={signOut}>
          <Button type="submit">Sign out</Button>
        </form>
      }
    >
      You are signed in as {context.actor.name}, but belong to no organization. Ask whoever gave you the
      account to add you to one.
    </FullPage>
  )
}
