// npm run openapi: writes the description of the encryption service's API into docs.
import { writeFileSync } from 'node:fs'
import { openApi } from '../encryption-service/http/openapi'

writeFileSync('docs/openapi.json', `${JSON.stringify(openApi(), null, 2)}\n`)
