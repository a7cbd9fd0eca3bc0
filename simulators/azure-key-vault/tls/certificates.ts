import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { bits, integer, objectId, octets, sequence, set, tagged, text, time, truth } from './der'

export interface Certificate {
  /** The certificate as PEM. */
  certificate: string
  /** Its private key as PEM (PKCS #8). */
  key: string
}

/** An authority and a certificate of it for this server's names. */
export interface ServerCertificates {
  authority: string
  server: Certificate
}

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'))
const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/**
 * Makes an authority and a server's certificate (X.509, RFC 5280; ECDSA on P-256), both good for a year. The
 * authority's key is thrown away at once, so that nobody can make a second certificate that its trusters believe.
 */
export function makeCertificates(hosts: readonly string[]): ServerCertificates {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = nameOf('Simulated cloud, not for production')
  const issue = (subject: Buffer, subjectKey: KeyObject, extensions: Buffer[]) =>
    signed(
      sequence(
        tagged(0, integer(Buffer.of(2))), // version 3
        integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
        ECDSA_WITH_SHA256,
        issuer,
        sequence(time(new Date(Date.now() - 60_000)), time(new Date(Date.now() + YEAR_MS))),
        subject,
        subjectKey.export({ type: 'spki', format: 'der' }),
        tagged(3, sequence(...extensions)),
      ),
      authority.privateKey,
    )
  const authorityKeyId = keyIdOf(authority.publicKey)
  return {
    authority: issue(issuer, authority.publicKey, [
      extension('2.5.29.19', sequence(truth()), true), // basic constraints: an authority
      extension('2.5.29.15', bitString(0x04), true), // key usage: signs certificates
      extension('2.5.29.14', octets(authorityKeyId)),
    ]),
    server: {
      certificate: issue(nameOf(hosts[0] ?? 'localhost'), server.publicKey, [
        extension('2.5.29.15', bitString(0x80), true), // key usage: signs
        extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))), // serves TLS
        extension('2.5.29.17', sequence(...hosts.map((host) => tagged(2, Buffer.from(host), true)))),
        extension('2.5.29.35', sequence(tagged(0, authorityKeyId, true))),
      ]),
      key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  }
}

const nameOf = (commonName: string): Buffer => sequence(set(sequence(objectId('2.5.4.3'), text(commonName))))

const bitString = (byte: number): Buffer => bits(Buffer.of(byte))

const keyIdOf = (key: KeyObject): Buffer =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(objectId(id), ...(critical ? [truth()] : []), octets(value))

function signed(body: Buffer, key: KeyObject): string {
  const der = sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, key)))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
