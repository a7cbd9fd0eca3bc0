import { StatePill } from '@/components/ui/state-pill'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { TableMessage } from '@/components/ui/table-states'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/domain/action-state'
import type { DataClass } from '@/lib/domain/data-classes'
import type { TokenRow } from '@/lib/domain/views/tokens'
import { RevokeToken } from './revoke-token'
import { classWords, TOKEN_STATES } from './token-words'

export const TOKEN_COLUMNS = ['Token', 'State', 'May', 'Last used', 'Expires', 'Made']

interface TokensTableProps {
  label: string
  tokens: TokenRow[]
  now: string
  /** Shows whom each token serves; the platform's serve one organization or all. */
  withReach?: boolean
  /** How to revoke one; left out where that is not this role's. */
  revoke?: FormAction
  /** What stands there when there is none. */
  empty?: { title: string; text?: string }
}

/** Tokens with what they may do, how they stand, and how to end them. */
export function TokensTable({ label, tokens, now, withReach = false, revoke, empty }: TokensTableProps) {
  return (
    <Table label={label}>
      <THead>
        <Tr>
          {TOKEN_COLUMNS.map((column) => (
            <Th key={column}>{column}</Th>
          ))}
          {revoke && (
            <Th end>
              <span className="sr-only">Revoke</span>
            </Th>
          )}
        </Tr>
      </THead>
      <TBody>
        {tokens.map((token) => (
          <Tr key={token.id} className="align-top">
            <TokenCells token={token} now={now} withReach={withReach} />
            {revoke && (
              <Td end>{canRevoke(token) && <RevokeToken token={token} action={revoke} now={now} />}</Td>
            )}
          </Tr>
        ))}
        {empty && tokens.length === 0 && (
          <TableMessage kind="empty" columns={TOKEN_COLUMNS.length + (revoke ? 1 : 0)} title={empty.title}>
            {empty.text}
          </TableMessage>
        )}
      </TBody>
    </Table>
  )
}

const canRevoke = ({ state }: TokenRow) => state === 'live' || state === 'expires_soon'

function TokenCells({ token, now, withReach }: { token: TokenRow; now: string; withReach: boolean }) {
  const { tone, word } = TOKEN_STATES[token.state]
  return (
    <>
      <Td className="min-w-40">
        <span className="font-medium [overflow-wrap:anywhere]">{token.name}</span>
        {token.lastFour && (
          <code className="block whitespace-nowrap font-mono text-ink-faint text-xs">
            lk_…{token.lastFour}
          </code>
        )}
      </Td>
      <Td>
        <StatePill tone={tone}>{word}</StatePill>
      </Td>
      <Td className="min-w-56">
        {withReach && (
          <p>
            <span className="text-ink-faint">For:</span> {token.organizationName ?? 'every organization'}
          </p>
        )}
        <May verb="Encrypt" names={token.encryptClasses} />
        <May verb="Decrypt" names={token.decryptClasses} />
      </Td>
      <Td>{token.lastUsedAt ? <Time iso={token.lastUsedAt} now={now} /> : 'Never'}</Td>
      <Td>{token.expiresAt ? <Time iso={token.expiresAt} now={now} /> : 'Never'}</Td>
      <Td className="min-w-32">
        <Time iso={token.createdAt} now={now} />
        <span className="block text-ink-faint text-xs">by {token.createdBy ?? 'set-up'}</span>
        {token.revokedAt && (
          <span className="block text-ink-faint text-xs">
            revoked <Time iso={token.revokedAt} now={now} /> by {token.revokedBy ?? 'set-up'}
          </span>
        )}
      </Td>
    </>
  )
}

function May({ verb, names }: { verb: string; names: DataClass[] }) {
  if (names.length === 0) return null
  return (
    <p>
      <span className="text-ink-faint">{verb}:</span> {classWords(names)}
    </p>
  )
}
