import type { ScannedCode } from '#devices/contract'
import { defineStore } from 'pinia'
import { nextTick, onBeforeUnmount, onMounted, ref, shallowReactive } from 'vue'
import { bridge } from '../bridge.ts'
import { typedField, typeInto } from './typed-field.ts'
import { listenForWedge } from './wedge-listener.ts'

/** What a screen does with a code; null where it has no use for it. Asked first, done only then. */
export type CodeTaker = (text: string) => (() => void) | null

interface Entry {
  readonly taker: CodeTaker
  readonly inDialog: boolean
}

/** While a dialog is open, what lies under it takes nothing: nobody sees what a code would do there. */
const openDialog = '[data-modal][data-state="open"]'

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
  const entries = shallowReactive<Entry[]>([])
  /** The camera looks for a code. */
  const cameraOpen = ref(false)
  let listener: CodeNews | null = null
  let fieldBefore: HTMLElement | null = null

  function claim(text: string): (() => void) | null {
    const dialogOpen = document.querySelector(openDialog) !== null
    for (const { taker, inDialog } of entries.toReversed()) {
      const take = !dialogOpen || inDialog ? taker(text) : null
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

  /** Lets a camera look for a code, where a scanner is missing or does not read it. */
  function openCamera(): void {
    fieldBefore = document.activeElement instanceof HTMLElement ? document.activeElement : null
    cameraOpen.value = true
  }

  /** Shuts the camera; a code that it saw goes the way of every code, to where one was before. */
  async function closeCamera(code?: ScannedCode): Promise<void> {
    cameraOpen.value = false
    await nextTick()
    if (fieldBefore?.isConnected === true) fieldBefore.focus()
    fieldBefore = null
    if (code !== undefined && listener !== null) receive(code, listener)
  }

  /** Listens to the scanners from now on. @returns a function that ends it */
  function start(news: CodeNews): () => void {
    listener = news
    const stops = [
      bridge().onDeviceEvent((event) => {
        if (event.type === 'code-scanned') receive(event.code, news)
        if (event.type === 'code-refused') news.refused(event.error.code)
      }),
      listenForWedge({ claim, unclaimed: news.unclaimed }),
    ]
    return () => {
      listener = null
      for (const stop of stops) stop()
    }
  }

  function add(entry: Entry): () => void {
    entries.push(entry)
    return () => {
      const at = entries.indexOf(entry)
      if (at >= 0) entries.splice(at, 1)
    }
  }

  return { start, add, cameraOpen, openCamera, closeCamera }
})

/**
 * Offers codes to this component while it is on screen; whatever was mounted later is asked first.
 * @param inDialog it belongs to a dialog; others rest while one is open
 */
export function useCodeTaker(
  taker: CodeTaker,
  { inDialog = false }: { readonly inDialog?: boolean } = {},
): void {
  const codes = useCodes()
  let remove: (() => void) | undefined
  onMounted(() => {
    remove = codes.add({ taker, inDialog })
  })
  onBeforeUnmount(() => remove?.())
}
