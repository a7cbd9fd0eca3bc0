'use client'

import { useContext, useId, useState } from 'react'
import { FormContext } from '@/components/ui/action-form'
import { Checkbox } from '@/components/ui/checkbox'
import { FieldError } from '@/components/ui/field'
import { RadioCards } from '@/components/ui/radio-cards'
import type { OfferView } from '@/lib/domain/views/offers'

interface RegionChoiceProps {
  regions: OfferView['regions']
  /** chosen before; empty: every one */
  chosen: string[]
}

/** Where an organization's keys may lie: everywhere that the installation offers, or in some of it. */
export function RegionChoice({ regions, chosen }: RegionChoiceProps) {
  const [reach, setReach] = useState(chosen.length > 0 ? 'some' : 'every')
  const id = useId()
  const error = useContext(FormContext)?.fieldErrors.regions
  return (
    <div className="grid gap-3">
      <RadioCards
        name="reach"
        legend="Regions"
        columns={2}
        defaultValue={reach}
        onValueChange={setReach}
        options={[
          {
            value: 'every',
            title: 'Every region',
            description: 'All that this installation offers, with those added later.',
          },
          {
            value: 'some',
            title: 'Only some',
            description: 'Such as those that a contract names. Azure names no region in a key’s URL.',
          },
        ]}
      />
      {reach === 'some' && (
        <fieldset className="grid gap-4" aria-describedby={error ? id : undefined}>
          <legend className="sr-only">Regions that are offered</legend>
          <FieldError id={id}>{error}</FieldError>
          <RegionBoxes title="AWS" regions={regions.aws} chosen={chosen} />
          <RegionBoxes title="Google Cloud" regions={regions.google} chosen={chosen} />
        </fieldset>
      )}
    </div>
  )
}

function RegionBoxes({
  title,
  regions,
  chosen,
}: {
  title: string
  regions: readonly string[]
  chosen: string[]
}) {
  return (
    <fieldset>
      <legend className="mb-2 text-ink-faint text-sm">{title}</legend>
      <div className="grid gap-x-4 gap-y-2 grid-cols-[repeat(auto-fill,minmax(11rem,1fr))]">
        {regions.map((region) => (
          <Checkbox
            key={region}
            name="regions"
            value={region}
            label={region}
            defaultChecked={chosen.includes(region)}
          />
        ))}
      </div>
    </fieldset>
  )
}
