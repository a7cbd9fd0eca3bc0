import type { Metadata } from 'next'
import { orNotFound } from '@/app/or-not-found'
import { ConnectionView } from '@/components/connections/connection-view'
import { roleOf } from '@/lib/domain/actor'
import { can } from '@/lib/domain/permissions'
import { readConnectionFormOptions } from '@/lib/use-cases/connections/form-options'
import { readConnection } from '@/lib/use-cases/connections/read'
import { pageContext } from '@/lib/use-cases/web-context'
import { removeConnection, testConnection, updateConnection } from '../actions'

export const metadata: Metadata = { title: 'Connection' }

const actions = { test: testConnection, update: updateConnection, remove: removeConnection }

export default async function ConnectionDetailsPage({ params }: { params: Promise<{ id: string }> }) {
  const context = await pageContext()
  const connection = await orNotFound(readConnection(context, await params))
  const mayWrite = can(roleOf(context.actor), 'connections.write')
  const admin = mayWrite ? await readConnectionFormOptions(context) : null
  return (
    <ConnectionView
      connection={connection}
      job={connection.test}
      admin={admin && { unverifiedTlsAllowed: admin.unverifiedTlsAllowed }}
      actions={actions}
      now={context.now.toISOString()}
    />
  )
}
