import { routes } from '@/components/shell/routes'
import { ButtonLink } from '@/components/ui/button'
import { StatePill } from '@/components/ui/state-pill'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import { CLOUDS } from '@/lib/domain/provider'
import type { OfferRow } from '@/lib/domain/views/offers'

export const OFFER_COLUMNS = ['Organization', 'Customer keys', 'Set up in', 'Regions', 'Linked key']

/** The organizations at the vendor's gate. */
export function OffersTable({ rows, now }: { rows: OfferRow[]; now: string }) {
  return (
    <Table label="Organizations">
      <THead>
        <Tr>
          {OFFER_COLUMNS.map((column) => (
            <Th key={column}>{column}</Th>
          ))}
          <Th end>
            <span className="sr-only">Change</span>
          </Th>
        </Tr>
      </THead>
      <TBody>
        {rows.map((row) => (
          <Tr key={row.id} className="align-top">
            <OfferCells row={row} now={now} />
            <Td end>
              <ButtonLink href={routes.keyOffer(row.id)} size="sm">
                {row.offer ? 'Change' : 'Offer'}
                <span className="sr-only">
                  {row.offer ? ` what ${row.name} is offered` : ` keys to ${row.name}`}
                </span>
              </ButtonLink>
            </Td>
          </Tr>
        ))}
        {rows.length === 0 && (
          <TableMessage kind="empty" columns={OFFER_COLUMNS.length + 1} title="No organizations yet" />
        )}
      </TBody>
    </Table>
  )
}

function OfferCells({ row: { name, offer, withdrawnAt, link }, now }: { row: OfferRow; now: string }) {
  return (
    <>
      <Td className="font-medium">{name}</Td>
      <Td>
        <OfferPill offered={offer !== null} />
        {!offer && withdrawnAt && (
          <span className="block text-ink-faint text-xs">
            withdrawn <Time iso={withdrawnAt} now={now} />
          </span>
        )}
      </Td>
      <Td className="text-ink-soft">
        {offer ? offer.clouds.map((cloud) => CLOUD_WORDS[cloud].service).join(', ') || 'Nowhere' : '–'}
      </Td>
      <Td className="text-ink-soft">{offer ? regionWords(offer.regions) : '–'}</Td>
      <Td>
        {link ? (
          <>
            {cloudName(link.provider)}
            <span className="block text-ink-faint text-xs">
              linked <Time iso={link.since} now={now} />
            </span>
          </>
        ) : (
          '–'
        )}
      </Td>
    </>
  )
}

/** Whether an organization may link a key of its own. */
export function OfferPill({ offered }: { offered: boolean }) {
  return offered ? (
    <StatePill tone="ok">Offered</StatePill>
  ) : (
    <StatePill tone="neutral">Not offered</StatePill>
  )
}

const cloudName = (provider: string) =>
  CLOUDS.filter((cloud) => cloud === provider).map((cloud) => CLOUD_WORDS[cloud].service)[0] ?? provider

function regionWords(regions: readonly string[]): string {
  if (regions.length === 0) return 'Every one'
  return regions.length > 3 ? `${regions.length} regions` : regions.join(', ')
}
