import type { ScannedCode } from '#devices/contract'
import { defineStore } from 'pinia'
import { onBeforeUnmount, onMounted, shallowReactive } from 'vue'
import { bridge } from '../bridge.ts'
import { typedField, typeInto } from './typed-field.ts'
import { listenForWedge } from './wedge-listener.ts'

/** What a screen does with a code; null where it has no use for it. Asked first, done only then. */
export type CodeTaker = (text: string) => (() => void) | null

/** What is told of codes that came to nothing. */
export interface CodeNews {
  /** No screen has a use for it, and no field was in focus. */
  readonly unclaimed: () => void
  /** What was scanned is no code; `code` of the catalogue of errors. */
  readonly refused: (errorCode: string) => void
}

/**
 * 扫码: codes from scanners of all kinds, on their way to a screen. The innermost screen that has a use for a code gets
 * it; else the field in focus gets it as text. A code is never opened, followed or run.
 */
export const useCodes = defineStore('codes', () => {
  const takers = shallowReactive<CodeTaker[]>([])

  function claim(text: string): (() => void) | null {
    for (const taker of takers.toReversed()) {
      const take = taker(text)
      if (take !== null) return take
    }
    return null
  }

  function receive({ text }: ScannedCode, news: CodeNews): void {
    const take = claim(text)
    const field = typedField(document.activeElement)
    if (take !== null) take()
    else if (field !== null) typeInto(field, text)
    else news.unclaimed()
  }

  /** Listens to the scanners from now on. @returns a function that ends it */
  function start(news: CodeNews): () => void {
    const stops = [
      bridge().onDeviceEvent((event) => {
        if (event.type === 'code-scanned') receive(event.code, news)
        if (event.type === 'code-refused') news.refused(event.error.code)
      }),
      listenForWedge({ claim, unclaimed: news.unclaimed }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  function add(taker: CodeTaker): () => void {
    takers.push(taker)
    return () => {
      const at = takers.lastIndexOf(taker)
      if (at >= 0) takers.splice(at, 1)
    }
  }

  return { start, add }
})

/** Offers codes to this component while it is on screen; whatever was mounted later is asked first. */
export function useCodeTaker(taker: CodeTaker): void {
  const codes = useCodes()
  let remove: (() => void) | undefined
  onMounted(() => {
    remove = codes.add(taker)
  })
  onBeforeUnmount(() => remove?.())
}
