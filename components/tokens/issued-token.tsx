'use client'

import { useEffect, useRef } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import type { Href } from '@/components/ui/href'
import type { TokenExample } from '@/lib/domain/views/tokens'
import { curlExample, type Use } from './curl-example'

interface IssuedTokenProps {
  token: string
  example: TokenExample
  /** what the example does; without it there is none */
  use: Use | null
  back: Href
}

/** A token right after it was made: the one time that it is told, with a request to try it. */
export function IssuedToken({ token, example, use, back }: IssuedTokenProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4" aria-labelledby="issued-token">
      <h2 id="issued-token" ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
        Your new token
      </h2>
      <Callout tone="warn" title="Copy it now: it is shown this once.">
        Only its hash is kept. If it gets lost, revoke it and make another.
      </Callout>
      <CodeBlock code={token} label="Token" />
      {use && <CodeBlock code={curlExample(token, example, use)} label="Try it" />}
      <div>
        <ButtonLink href={back} variant="primary">
          I have copied it
        </ButtonLink>
      </div>
    </section>
  )
}
