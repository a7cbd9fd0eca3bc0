'use client'

import { Search } from 'lucide-react'
import Form from 'next/form'
import { useId } from 'react'
import { Button, ButtonLink } from './button'
import type { Href } from './href'
import { Input } from './input'

interface SearchFormProps {
  /** The page that shows the results, without a query. */
  href: Href
  label: string
  /** What is searched for now. */
  search: string | undefined
  /** Most characters. */
  maxLength: number
}

/** A search box whose answer is an address: it can be bookmarked, and works before the page's scripts do. */
export function SearchForm({ href, label, search, maxLength }: SearchFormProps) {
  const id = useId()
  return (
    <Form action={href} role="search" className="flex flex-wrap items-center gap-2" scroll={false}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <span className="relative min-w-48 max-w-sm flex-1">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-faint" />
        <Input
          key={search}
          id={id}
          type="search"
          name="search"
          placeholder={label}
          defaultValue={search}
          maxLength={maxLength}
          className="pl-8"
        />
      </span>
      <Button type="submit">Search</Button>
      {search && (
        <ButtonLink href={href} variant="ghost" scroll={false}>
          Clear
        </ButtonLink>
      )}
    </Form>
  )
}
