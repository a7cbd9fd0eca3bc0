import { Checkbox } from '@/components/ui/checkbox'

interface ReplicaChoiceProps {
  regions: readonly string[]
  /** where the key itself is */
  primary: string
  chosen: string[]
  onChoose: (regions: string[]) => void
}

/** The further regions of a multi-region key. */
export function ReplicaChoice({ regions, primary, chosen, onChoose }: ReplicaChoiceProps) {
  const others = regions.filter((region) => region !== primary)
  if (others.length === 0) return null
  const toggle = (region: string, on: boolean) =>
    onChoose(on ? [...chosen, region] : chosen.filter((one) => one !== region))
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm text-accent-text">
        Have the key in more than one region
      </summary>
      <fieldset className="mt-3">
        <legend className="mb-2 max-w-prose text-ink-soft">
          A multi-region key has a replica in each region, with a policy and a state of its own: to take the
          key away, it has to be taken away in all of them. A key can’t be made multi-region later.
        </legend>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-4 gap-y-2">
          {others.map((region) => (
            <Checkbox
              key={region}
              name="replicas"
              label={region}
              checked={chosen.includes(region)}
              onChange={(event) => toggle(region, event.target.checked)}
            />
          ))}
        </div>
      </fieldset>
    </details>
  )
}
