import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Seed as AwsSeed, startAwsKmsSimulator } from './aws-kms'
import { type Seed as AzureSeed, startAzureSimulator } from './azure-key-vault'
import { type Seed as GoogleSeed, startGoogleKmsSimulator } from './google-kms'
import { Console } from './shared/console/console'

export interface SimulatorsOptions {
  /** The console's port: the pages and the control API of all clouds. 0, the default, takes a free one. */
  port?: number
  /** Each cloud's own port, for its protocol; 0, the default, takes a free one. */
  awsPort?: number
  azurePort?: number
  googlePort?: number
  /** Of Google's token endpoints. */
  googleAuthPort?: number
  seed: { aws: AwsSeed; azure: AzureSeed; google: GoogleSeed }
  /** The folder that keeps their states across restarts; in memory only when left out. */
  dataFolder?: string
}

export interface Simulators {
  /** The console. */
  url: string
  aws: { url: string }
  /** Every host of Azure answers at this port; `authority` (PEM) signed the certificate. */
  azure: { port: number; authority: string }
  google: { kmsUrl: string; authUrl: string }
  /** Saves and closes everything. */
  stop(): Promise<void>
}

/**
 * Starts the simulators of all clouds, with one console for them.
 * @throws Error when a port is taken, or a seed or data file can't be used
 */
export async function startSimulators(options: SimulatorsOptions): Promise<Simulators> {
  const { dataFolder } = options
  if (dataFolder !== undefined) mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const dataFile = (name: string) => dataFolder && path.join(dataFolder, name)
  const shared = new Console()
  const running: { stop(): Promise<void> }[] = []
  const stop = async () => {
    await Promise.all(running.map((part) => part.stop()))
  }
  try {
    const aws = await startAwsKmsSimulator({
      port: options.awsPort,
      seed: options.seed.aws,
      dataFile: dataFile('aws-kms.json'),
      console: shared,
    })
    running.push(aws)
    const azure = await startAzureSimulator({
      port: options.azurePort,
      seed: options.seed.azure,
      dataFile: dataFile('azure-key-vault.json'),
      console: shared,
    })
    running.push(azure)
    const google = await startGoogleKmsSimulator({
      port: options.googlePort,
      authPort: options.googleAuthPort,
      seed: options.seed.google,
      dataFile: dataFile('google-kms.json'),
      console: shared,
    })
    running.push(google)
    const pages = await shared.listen({ port: options.port })
    running.push(pages)
    return { url: pages.url, aws, azure, google, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
