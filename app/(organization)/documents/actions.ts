'use server'

import { formAction } from '@/app/form-action'
import * as create from '@/lib/use-cases/documents/create'
import * as remove from '@/lib/use-cases/documents/remove'

export const createDocument = formAction(create.createDocumentInput, create.createDocument, () => ({
  status: 'ok',
  message: 'The document was encrypted and stored.',
}))

export const removeDocument = formAction(remove.removeDocumentInput, remove.removeDocument, () => ({
  status: 'ok',
  message: 'The document was removed.',
}))
