import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms'
import { randomKey } from '@/lib/crypto'
import { AwsAccount, credentials, ORGANIZATION, REGION } from '../../tests/support/aws-account'
import type { CloudWorld } from './world'

/** AWS KMS, on the wire. */
export async function awsWorld(): Promise<CloudWorld> {
  const account = new AwsAccount()
  await account.start()
  const arn = await account.createKey()
  const client = new KMSClient({ endpoint: account.url, region: REGION, credentials })
  const call = { KeyId: arn, EncryptionContext: { 'latchkey:organization': ORGANIZATION } }
  const share = randomKey()
  const encrypt = () => client.send(new EncryptCommand({ ...call, Plaintext: share }))
  const decrypt = (ciphertext: Uint8Array | undefined) =>
    client.send(new DecryptCommand({ ...call, CiphertextBlob: ciphertext }))
  const { CiphertextBlob } = await encrypt()
  return {
    name: 'AWS KMS',
    root: account.rootKey(arn),
    bare: {
      wrapAndUnwrap: async () => decrypt((await encrypt()).CiphertextBlob),
      unwrap: () => decrypt(CiphertextBlob),
    },
    newRoot: async () => account.rootKey(arn),
    setFault: (fault) => account.setFault(fault),
    clearFaults: () => account.clearFaults(),
    async stop() {
      client.destroy()
      await account.stop()
    },
  }
}
