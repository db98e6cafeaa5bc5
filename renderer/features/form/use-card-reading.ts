import { type PersonCardReading, useDevices } from '#renderer/platform'
import type { FormSection } from '#sync/model'
import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'

/** Where the reading of a card stands. The section is the one that the card will fill. */
export type CardReadingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'choosing'; readonly sections: readonly FormSection[] }
  | { readonly kind: 'waiting'; readonly section: FormSection }
  | { readonly kind: 'failed'; readonly section: FormSection; readonly error: unknown }

export interface CardReadingControl {
  readonly state: Readonly<ShallowRef<CardReadingState>>
  /** Reads into the section in focus, else into the only one that takes a card, else asks which. */
  readonly begin: (sections: readonly FormSection[], focused: string | null) => void
  readonly readInto: (section: FormSection) => Promise<void>
  readonly cancel: () => void
}

const waitMs = 60_000

/**
 * One reading at a time. `onRead` gets what was read; the state is idle again before it is called. Leaving the screen
 * calls a waiting reading off.
 */
export function useCardReading(
  onRead: (section: FormSection, reading: PersonCardReading) => void | Promise<void>,
): CardReadingControl {
  const devices = useDevices()
  const state = shallowRef<CardReadingState>({ kind: 'idle' })
  let aborter: AbortController | null = null

  async function readInto(section: FormSection): Promise<void> {
    aborter?.abort()
    const own = new AbortController()
    aborter = own
    state.value = { kind: 'waiting', section }
    try {
      const reading = await devices.readCard({ timeoutMs: waitMs, signal: own.signal })
      if (aborter !== own) return
      state.value = { kind: 'idle' }
      await onRead(section, reading)
    } catch (error) {
      if (aborter === own && !own.signal.aborted) state.value = { kind: 'failed', section, error }
    }
  }

  function begin(sections: readonly FormSection[], focused: string | null): void {
    if (state.value.kind === 'waiting') return
    const readable = sections.filter((section) => section.readsCard)
    const chosen = readable.find((section) => section.subject === focused) ?? onlyOne(readable)
    if (chosen !== undefined) void readInto(chosen)
    else if (readable.length > 1) state.value = { kind: 'choosing', sections: readable }
  }

  function cancel(): void {
    aborter?.abort()
    aborter = null
    state.value = { kind: 'idle' }
  }

  onBeforeUnmount(cancel)
  return { state, begin, readInto, cancel }
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined
}
