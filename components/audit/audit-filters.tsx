'use client'

import Form from 'next/form'
import type { ReactNode } from 'react'
import { routes } from '@/components/shell/routes'
import { Button, ButtonLink } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import type { AuditPage } from '@/lib/domain/views/audit'

/** The filters of the log, as its address holds them. Days are those of UTC. */
export interface AuditQuery {
  action?: string
  person?: string
  from?: string
  to?: string
}

interface AuditFiltersProps {
  query: AuditQuery
  offered: Pick<AuditPage, 'actions' | 'people'>
}

/** By kind, person and period; the answer is an address. */
export function AuditFilters({ query, offered }: AuditFiltersProps) {
  const isFiltered = Object.values(query).some(Boolean)
  return (
    <Form
      key={JSON.stringify(query)}
      action={routes.audit}
      scroll={false}
      aria-label="Filter the audit log"
      className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)_auto] lg:items-end"
    >
      <Choice name="action" label="Kind" value={query.action} all="All kinds">
        {offered.actions.map(({ action, label }) => (
          <option key={action} value={action}>
            {label}
          </option>
        ))}
      </Choice>
      <Choice name="person" label="Person" value={query.person} all="Everybody">
        {offered.people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      <Field name="from" label="From (UTC)">
        <Input type="date" defaultValue={query.from} max={query.to} />
      </Field>
      <Field name="to" label="To (UTC)">
        <Input type="date" defaultValue={query.to} min={query.from} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit">Apply</Button>
        {isFiltered && (
          <ButtonLink href={routes.audit} variant="ghost" scroll={false}>
            Clear
          </ButtonLink>
        )}
      </div>
    </Form>
  )
}

interface ChoiceProps {
  name: string
  label: string
  value: string | undefined
  all: string
  children: ReactNode
}

function Choice({ name, label, value, all, children }: ChoiceProps) {
  return (
    <Field name={name} label={label}>
      <Select defaultValue={value ?? ''}>
        <option value="">{all}</option>
        {children}
      </Select>
    </Field>
  )
}
