'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'

const AnnounceContext = createContext<(message: string) => void>(() => undefined)

/** One polite live region for the whole page; once, in the root layout. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState({ text: '', turn: 0 })
  // The turn changes the node, so that the same words twice are read twice.
  const announce = useCallback((text: string) => setMessage(({ turn }) => ({ text, turn: turn + 1 })), [])
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" aria-live="polite" className="sr-only">
        <span key={message.turn}>{message.text}</span>
      </div>
    </AnnounceContext>
  )
}

/** A function that has screen readers read a sentence, without moving the focus. */
export function useAnnounce(): (message: string) => void {
  return useContext(AnnounceContext)
}

/** Reads a sentence out each time it changes, not when the page opens. */
export function useAnnounceChange(sentence: string) {
  const announce = useAnnounce()
  const last = useRef(sentence)
  useEffect(() => {
    if (last.current === sentence) return
    last.current = sentence
    announce(sentence)
  }, [sentence, announce])
}
