/** What an admin takes on with a key of their own; each is acknowledged by itself and kept in the audit log. */
export const DUTIES = [
  {
    name: 'confidential',
    label: 'We keep the key confidential.',
    hint: 'Only the people and services that need it may use it or change its policy.',
  },
  {
    name: 'intact',
    label: 'We keep the key intact.',
    hint: 'If the key or its material is destroyed, nobody can ever open the data under it again. Neither can Latchkey.',
  },
  {
    name: 'available',
    label: 'We keep the key available.',
    hint: 'While it is disabled, denied or out of reach, the data under it is closed to everybody, to us as well.',
  },
] as const
