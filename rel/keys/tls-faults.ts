// The cells of TLS, in a process that trusts the authority of tests: tls-faults.ts SIMULATOR_URL KEY_ID
import { meet } from './fault-cell'
import { Names } from './names'
import { certificate, TLS_KINDS, type TlsFound } from './tls-kinds'

const [kmsUrl = '', keyId = ''] = process.argv.slice(2)
const names = new Names()
names.open()
const ground = { kmsUrl, keyId, names, forbiddenUrl: '', tls: certificate('good') }
const cells = TLS_KINDS.flatMap((kind) =>
  (['Encrypt', 'Decrypt', 'DescribeKey'] as const).map(async (operation): Promise<TlsFound> => {
    return { name: kind.name, operation, found: await meet(ground, kind, operation) }
  }),
)
process.stdout.write(`\n${JSON.stringify(await Promise.all(cells))}\n`, () => process.exit(0))
