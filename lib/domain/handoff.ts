/** For how many days the steps may be handed to somebody; the first one that fits a working week is proposed. */
export const HANDOFF_LIVES_DAYS = [1, 7, 30] as const
export const PROPOSED_LIFE_DAYS = 7
