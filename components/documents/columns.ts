/** The heads of the documents' table; apart from it, as its skeleton is drawn on the server. */
export const DOCUMENT_COLUMNS = ['Name', 'Element references', 'Size', 'Added']
