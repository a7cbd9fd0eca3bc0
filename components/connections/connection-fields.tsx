'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ConnectionRow } from '@/lib/domain/views/connections'

/** What the fields begin with. */
export type ConnectionValues = Pick<
  ConnectionRow,
  'name' | 'host' | 'port' | 'database' | 'username' | 'verifyTls'
> & { password: string }

const BLANK: ConnectionValues = {
  name: '',
  host: '',
  port: 5432,
  database: '',
  username: '',
  verifyTls: true,
  password: '',
}

interface ConnectionFieldsProps {
  begin?: Partial<ConnectionValues>
  unverifiedTlsAllowed: boolean
  /** The connection exists already, and so does its password. */
  isStored?: boolean
}

/** The fields of a connection's form. */
export function ConnectionFields({ begin, unverifiedTlsAllowed, isStored }: ConnectionFieldsProps) {
  const values = { ...BLANK, ...begin }
  return (
    <div className="grid items-start gap-4 sm:grid-cols-6">
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
        hint={isStored ? KEEP_PASSWORD : NEW_PASSWORD}
        required={!isStored}
        className="sm:col-span-6"
      >
        <Input type="password" defaultValue={values.password} maxLength={1_000} autoComplete="new-password" />
      </Field>
      <div className="sm:col-span-6">
        <TlsChoice allowed={unverifiedTlsAllowed} verified={values.verifyTls} />
      </div>
    </div>
  )
}

const NEW_PASSWORD =
  'Encrypted before it is stored, and bound to host, port, database and user. Never shown again.'
const KEEP_PASSWORD =
  'Leave it empty to keep the stored one. Another host, port, database or user asks for it again.'

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
