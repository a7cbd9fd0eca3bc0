'use client'

import { Database } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ConnectionFormOptions, ConnectionRow } from '@/lib/domain/views/connections'

type Values = Pick<ConnectionRow, 'name' | 'host' | 'port' | 'database' | 'username' | 'verifyTls'> & {
  password: string
}
type DemoDatabase = NonNullable<ConnectionFormOptions['demoDatabase']>

const BLANK: Values = {
  name: '',
  host: '',
  port: 5432,
  database: '',
  username: '',
  verifyTls: true,
  password: '',
}

/** The demo's server has no certificate that could be verified. */
const fromDemo = ({ user: username, ...demo }: DemoDatabase): Values => ({
  ...demo,
  username,
  name: 'Northwind warehouse',
  verifyTls: false,
})

interface ConnectionFieldsProps {
  options: ConnectionFormOptions
  /** The connection that is changed; none when a new one is added. */
  connection?: ConnectionRow
}

/** The fields of a connection's form. In the demo a button fills them in. */
export function ConnectionFields({ options, connection }: ConnectionFieldsProps) {
  const { demoDatabase } = options
  const [fillings, setFillings] = useState(0)
  const values = fillings > 0 && demoDatabase ? fromDemo(demoDatabase) : { ...BLANK, ...connection }

  return (
    <>
      {demoDatabase && <DemoOffer onAccept={() => setFillings(fillings + 1)} />}
      {/* Filling in makes new inputs, which begin with those values; while typing, the browser keeps the text. */}
      <div key={fillings} className="grid gap-4 sm:grid-cols-6">
        <Field name="name" label="Name" required className="sm:col-span-6">
          <Input defaultValue={values.name} maxLength={100} autoComplete="off" />
        </Field>
        <Field name="host" label="Host" hint="A name or an IP address." required className="sm:col-span-4">
          <Input defaultValue={values.host} maxLength={253} autoComplete="off" spellCheck={false} />
        </Field>
        <Field name="port" label="Port" required className="sm:col-span-2">
          <Input defaultValue={values.port} maxLength={5} inputMode="numeric" autoComplete="off" />
        </Field>
        <Field name="database" label="Database" required className="sm:col-span-3">
          <Input defaultValue={values.database} maxLength={128} autoComplete="off" spellCheck={false} />
        </Field>
        <Field name="username" label="User" required className="sm:col-span-3">
          <Input defaultValue={values.username} maxLength={128} autoComplete="off" spellCheck={false} />
        </Field>
        <Field
          name="password"
          label="Password"
          hint={connection ? KEEP_PASSWORD : NEW_PASSWORD}
          required={!connection}
          className="sm:col-span-6"
        >
          <Input
            type="password"
            defaultValue={values.password}
            maxLength={1_000}
            autoComplete="new-password"
          />
        </Field>
        <div className="sm:col-span-6">
          <TlsChoice allowed={options.unverifiedTlsAllowed} verified={values.verifyTls} />
        </div>
      </div>
    </>
  )
}

const NEW_PASSWORD =
  'Encrypted before it is stored, and bound to host, port, database and user. Never shown again.'
const KEEP_PASSWORD =
  'Leave it empty to keep the stored one. Another host, port, database or user asks for it again.'

function DemoOffer({ onAccept }: { onAccept: () => void }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-sunken px-3 py-2.5">
      <p className="text-ink-soft">The demo brings a real PostgreSQL with tables to look at.</p>
      <Button size="sm" onClick={onAccept}>
        <Database aria-hidden /> Fill in the demo database
      </Button>
    </div>
  )
}

/** TLS is verified, unless the operator lets people leave it. */
function TlsChoice({ allowed, verified }: { allowed: boolean; verified: boolean }) {
  if (!allowed) {
    return (
      <p className="text-ink-soft">TLS: the server’s certificate is verified, as the operator requires.</p>
    )
  }
  return (
    <>
      <input type="hidden" name="verifyTls" value="false" />
      <Checkbox
        name="verifyTls"
        value="true"
        defaultChecked={verified}
        label="Verify the server’s TLS certificate"
        hint="Without it, whoever sits between could read the password."
      />
    </>
  )
}
