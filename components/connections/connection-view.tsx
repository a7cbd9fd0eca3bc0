import { routes } from '@/components/shell/routes'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { KeyValueList } from '@/components/ui/key-value'
import { LockedButton } from '@/components/ui/locked-button'
import { Page, PageHeader } from '@/components/ui/page-header'
import { StatePill } from '@/components/ui/state-pill'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/domain/action-state'
import type { ConnectionDetails } from '@/lib/domain/views/connections'
import type { JobView } from '@/lib/domain/views/job'
import { Catalog } from './catalog'
import { ConnectionTest, TestButton } from './connection-test'
import { EditDialog } from './edit-dialog'
import { testWords } from './outcome-words'

interface ConnectionViewProps {
  connection: ConnectionDetails
  job: JobView | null
  /** What an admin may do here; null for who only reads. */
  admin: { unverifiedTlsAllowed: boolean } | null
  actions: Record<'test' | 'update' | 'remove', FormAction>
  now: string
}

const ONLY_ADMINS = 'Only an organization admin can do this.'

/** A connection's page: what it is, how its last test went, what it leads to, and how to be rid of it. */
export function ConnectionView({ connection, job, admin, actions, now }: ConnectionViewProps) {
  const { id, name } = connection
  const { tone, label } = testWords(connection.lastTestCode)
  return (
    <Page>
      <PageHeader
        title={name}
        breadcrumbs={[{ label: 'Connections', href: routes.connections }]}
        description={`PostgreSQL at ${connection.host}:${connection.port}`}
        state={<StatePill tone={tone}>{label}</StatePill>}
        action={
          admin ? (
            <TestButton id={id} action={actions.test} />
          ) : (
            <LockedButton variant="primary" reason={ONLY_ADMINS}>
              Test connection
            </LockedButton>
          )
        }
      />
      <Section
        title="Test"
        description="The encryption service decrypts the password and really connects. Only the outcome comes back."
      >
        <ConnectionTest connection={connection} job={job} now={now} />
      </Section>
      <Section
        title="Details"
        aside={
          admin ? (
            <EditDialog connection={connection} action={actions.update} {...admin} />
          ) : (
            <LockedButton size="sm" reason={ONLY_ADMINS}>
              Edit
            </LockedButton>
          )
        }
      >
        <Details connection={connection} now={now} />
      </Section>
      <Section
        title="Schemas and tables"
        description="Kept as platform metadata, under platform-managed keys: they stay visible while your key is denied."
      >
        <Catalog catalog={connection.catalog} />
      </Section>
      <Section title="Remove" description="The credential goes with it, and cannot be brought back.">
        <div>
          {admin ? (
            <ConfirmDialog
              trigger={<Button variant="danger">Remove connection</Button>}
              title="Remove this connection?"
              description="Its credential and what is known of its schemas are deleted. The database itself is not touched."
              confirmLabel="Remove connection"
              action={actions.remove}
              values={{ id }}
              typeToConfirm={name}
            />
          ) : (
            <LockedButton reason={ONLY_ADMINS}>Remove connection</LockedButton>
          )}
        </div>
      </Section>
    </Page>
  )
}

function Details({ connection, now }: { connection: ConnectionDetails; now: string }) {
  const { host, port, database, username, verifyTls, createdAt, updatedAt } = connection
  return (
    <KeyValueList
      items={[
        { label: 'Host', value: host },
        { label: 'Port', value: port },
        { label: 'Database', value: database },
        { label: 'User', value: username },
        { label: 'Password', value: 'Encrypted under secrets and credentials; never shown' },
        { label: 'TLS', value: verifyTls ? 'The certificate is verified' : 'Not verified' },
        { label: 'Added', value: <Time iso={createdAt} now={now} /> },
        { label: 'Last changed', value: <Time iso={updatedAt} now={now} /> },
      ]}
    />
  )
}
