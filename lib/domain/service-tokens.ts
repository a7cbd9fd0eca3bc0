import { type DataClass, storedDataClasses } from './data-classes'

/** What a program's token may have encrypted and decrypted, and for whom. */
export interface TokenLimits {
  /** null: any organization */
  organizationId: string | null
  encryptClasses: DataClass[]
  decryptClasses: DataClass[]
  /** it opens nothing without the live session of a person who may do the same, and may have sessions opened */
  requiresSession: boolean
  expiresAt: Date | null
}

/** Web's own token (design, section 3): names of documents, schemas and tables are all it may ever read. */
export const WEB_TOKEN: { name: string } & TokenLimits = {
  name: 'web',
  organizationId: null,
  encryptClasses: storedDataClasses,
  decryptClasses: ['document_metadata', 'platform_metadata'],
  requiresSession: true,
  expiresAt: null,
}
