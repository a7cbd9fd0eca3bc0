/** The idea in a picture: two halves from two places make one key, and either half alone opens nothing. */
export function TwoSharesPicture() {
  return (
    <figure className="grid gap-2">
      <svg viewBox="0 0 520 236" className="h-auto w-full" aria-hidden="true">
        <g fill="none" strokeWidth="1.75">
          <path d="M118 74v38" className="stroke-control" />
          <path d="M402 74v38" className="stroke-accent-text" />
          <path d="M118 146v18q0 8 8 8h98q8 0 8 8v6" className="stroke-control" />
          <path d="M402 146v18q0 8-8 8h-98q-8 0-8 8v6" className="stroke-accent-text" />
        </g>
        <Place x={8} title="Latchkey’s KMS" detail="platform root key" side="platform" />
        <Place x={292} title="Your cloud" detail="your root key" side="customer" />
        <Half x={118} side="platform" words="our share" />
        <Half x={402} side="customer" words="your share" />
        <rect
          x="150"
          y="184"
          width="220"
          height="48"
          rx="9"
          strokeWidth="1.25"
          className="fill-raised stroke-accent-line"
        />
        <g fill="none" strokeWidth="3.4" strokeLinecap="round">
          <path d="M181 199.5a8.5 8.5 0 0 0 0 17" className="stroke-ink" />
          <path d="M185 199.5a8.5 8.5 0 0 1 0 17" className="stroke-accent-text" />
        </g>
        <text x="206" y="213" className="fill-ink font-semibold text-sm">
          the key to your data
        </text>
      </svg>
      <figcaption className="text-ink-faint text-sm">
        One share from us, one from your cloud. Either share alone opens nothing.
      </figcaption>
    </figure>
  )
}

const PLACES = {
  platform: 'fill-raised stroke-control',
  customer: 'fill-accent-soft stroke-accent-line',
}

function Place({
  x,
  title,
  detail,
  side,
}: {
  x: number
  title: string
  detail: string
  side: keyof typeof PLACES
}) {
  return (
    <g>
      <rect x={x} y="4" width="220" height="70" rx="9" strokeWidth="1.25" className={PLACES[side]} />
      <text x={x + 110} y="34" textAnchor="middle" className="fill-ink font-semibold text-sm">
        {title}
      </text>
      <text x={x + 110} y="55" textAnchor="middle" className="fill-ink-soft text-xs">
        {detail}
      </text>
    </g>
  )
}

function Half({ x, side, words }: { x: number; side: keyof typeof PLACES; words: string }) {
  const ours = side === 'platform'
  return (
    <g>
      <rect x={x - 62} y="112" width="124" height="34" rx="17" strokeWidth="1.25" className={PLACES[side]} />
      <path
        d={ours ? `M${x - 38} 122a7 7 0 0 0 0 14` : `M${x - 42} 122a7 7 0 0 1 0 14`}
        fill="none"
        strokeWidth="2.8"
        strokeLinecap="round"
        className={ours ? 'stroke-ink' : 'stroke-accent-text'}
      />
      <text x={x - 22} y="133" className="fill-ink text-xs">
        {words}
      </text>
    </g>
  )
}
