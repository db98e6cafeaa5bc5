import {
  type App,
  computed,
  type ComputedRef,
  inject,
  type InjectionKey,
  onBeforeUnmount,
  onMounted,
  shallowReactive,
} from 'vue'
import { type Chord, isTyping, matches, parseShortcut } from './shortcut-keys.ts'

export interface ShortcutOptions {
  /** What the key does here; without it the meaning that the key has everywhere. */
  readonly label?: (() => string) | undefined
  /** Asked at each press and when the list is shown. */
  readonly enabled?: (() => boolean) | undefined
  /** Works on every screen and over an open dialog. */
  readonly global?: boolean | undefined
  /** Belongs to an open dialog; others rest while one is open. */
  readonly inDialog?: boolean | undefined
  /** Works, and is not shown in the list (a second key for the same thing). */
  readonly unlisted?: boolean | undefined
}

/** A key that does something now. */
export interface ActiveShortcut {
  readonly keys: string
  readonly label: string | null
  readonly global: boolean
}

interface Entry extends ShortcutOptions {
  readonly keys: string
  readonly chord: Chord
  readonly run: (event: KeyboardEvent) => void
}

export interface Shortcuts {
  readonly add: (entry: Entry) => () => void
  readonly active: ComputedRef<readonly ActiveShortcut[]>
}

const shortcutsKey: InjectionKey<Shortcuts> = Symbol('shortcuts')

/** A popover, menu or list that lies over the page. */
const layer = ':is([role="dialog"], [role="menu"], [role="listbox"])[data-state="open"]'

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"])'))
  )
}

/** The application's shortcuts: one listener, the innermost screen wins. `app.use(createShortcuts())`. */
export function createShortcuts(): { install: (app: App) => void } {
  const entries = shallowReactive<Entry[]>([])

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    // Escape belongs to whatever lies on top; Reka closes it.
    if (event.key === 'Escape' && document.querySelector(layer) !== null) return
    const dialogOpen = document.querySelector('[data-modal][data-state="open"]') !== null
    const entry = entries.findLast(
      (candidate) =>
        matches(candidate.chord, event) &&
        (!dialogOpen || candidate.global === true || candidate.inDialog === true) &&
        !(isTyping(candidate.chord) && isTextField(event.target)),
    )
    if (entry === undefined) return
    event.preventDefault()
    // A key held down must not run through all the steps.
    if (event.repeat || !(entry.enabled?.() ?? true)) return
    entry.run(event)
  }

  const shortcuts: Shortcuts = {
    add(entry) {
      entries.push(entry)
      return () => {
        const at = entries.indexOf(entry)
        if (at >= 0) entries.splice(at, 1)
      }
    },
    active: computed(() => {
      const byKeys = new Map<string, ActiveShortcut>()
      for (const entry of entries) {
        if (entry.unlisted === true || !(entry.enabled?.() ?? true)) continue
        byKeys.set(entry.keys, {
          keys: entry.keys,
          label: entry.label?.() ?? null,
          global: entry.global ?? false,
        })
      }
      return [...byKeys.values()]
    }),
  }

  return {
    install(app) {
      window.addEventListener('keydown', onKeyDown)
      app.provide(shortcutsKey, shortcuts)
      app.onUnmount(() => window.removeEventListener('keydown', onKeyDown))
    },
  }
}

function installed(): Shortcuts {
  const shortcuts = inject(shortcutsKey)
  if (shortcuts === undefined) throw new Error('shortcuts are not installed')
  return shortcuts
}

/**
 * Listens for a key while this component is on screen: `useShortcut('F8', next)`. Works inside text fields unless the
 * key is itself typed text; rests while a dialog is open. Show the key with YKbd or YButton's `shortcut`.
 */
export function useShortcut(
  keys: string,
  run: (event: KeyboardEvent) => void,
  options: ShortcutOptions = {},
): void {
  const shortcuts = installed()
  const chord = parseShortcut(keys)
  let remove: (() => void) | undefined
  onMounted(() => {
    remove = shortcuts.add({ ...options, keys, chord, run })
  })
  onBeforeUnmount(() => remove?.())
}

/** What keys do now, for the list that F1 shows. */
export function useActiveShortcuts(): ComputedRef<readonly ActiveShortcut[]> {
  return installed().active
}
