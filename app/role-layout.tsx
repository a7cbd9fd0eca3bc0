import type { ReactNode } from 'react'
import { AppShell } from '@/components/shell/app-shell'
import { LiveStopBanner } from '@/components/shell/live-stop-banner'
import { NotForRole } from '@/components/shell/not-for-role'
import { navigationFor } from '@/components/shell/routes'
import { LiveTour } from '@/components/tour/live-tour'
import { roleOf } from '@/lib/domain/actor'
import { can, type Permission } from '@/lib/domain/permissions'
import { readAvailability } from '@/lib/use-cases/keys/read-availability'
import { readAccount } from '@/lib/use-cases/session/read-account'
import { readTour } from '@/lib/use-cases/tour/read-tour'
import { demoLinks, pageContext } from '@/lib/use-cases/web-context'
import { signOut, signOutEverywhere } from './session-actions'

/**
 * The frame of the pages of one role. It only shows: whoever comes with another role is told so, and what a
 * page does is authorized again by the use case that it calls.
 * @param permission what all of these pages ask for at least
 */
export async function RoleLayout({ permission, children }: { permission: Permission; children: ReactNode }) {
  const context = await pageContext()
  const role = roleOf(context.actor)
  const { simulatorUrl, isDemo } = demoLinks()
  const [account, availability, tour] = await Promise.all([
    readAccount(context),
    context.actor.organization ? readAvailability(context) : null,
    isDemo ? readTour(context) : null,
  ])
  return (
    <AppShell
      user={account}
      organizationName={context.actor.organization?.name ?? null}
      navigation={role ? navigationFor(role) : []}
      signOut={signOut}
      signOutEverywhere={signOutEverywhere}
      simulatorUrl={simulatorUrl}
      banner={availability && <LiveStopBanner first={availability} />}
      tour={tour && <LiveTour first={tour} role={role} simulatorUrl={simulatorUrl} />}
    >
      {can(role, permission) ? children : <NotForRole account={account} />}
    </AppShell>
  )
}
