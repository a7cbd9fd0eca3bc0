/** A person's initials in a circle; decoration beside the name. */
export function Initials({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
  return (
    <span
      aria-hidden
      className="grid size-7 shrink-0 place-items-center rounded-full border border-accent-line bg-accent-soft font-medium text-2xs text-accent-text uppercase"
    >
      {letters}
    </span>
  )
}
