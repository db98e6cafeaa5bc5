import { type App, inject, type InjectionKey, readonly, ref, type Ref } from 'vue'

export interface Announcer {
  /** Said when the reader pauses: saves, arrivals, device events. */
  readonly announce: (text: string) => void
  /** Said at once: only for what cannot wait. */
  readonly interrupt: (text: string) => void
  readonly polite: Readonly<Ref<string>>
  readonly assertive: Readonly<Ref<string>>
}

const announcerKey: InjectionKey<Announcer> = Symbol('announcer')

/** One voice for the application; `app.use(createAnnouncer())`, and one AnnouncerHost in the root. */
export function createAnnouncer(): Announcer & { install: (app: App) => void } {
  const polite = ref('')
  const assertive = ref('')
  // A live region speaks on change only: the same sentence again needs an invisible difference.
  const say = (region: Ref<string>, text: string): void => {
    region.value = region.value === text ? `${text}\u200b` : text
  }
  const announcer: Announcer = {
    announce: (text) => say(polite, text),
    interrupt: (text) => say(assertive, text),
    polite: readonly(polite),
    assertive: readonly(assertive),
  }
  return { ...announcer, install: (app) => void app.provide(announcerKey, announcer) }
}

/** @throws Error outside of an application that installed {@link createAnnouncer}. */
export function useAnnouncer(): Announcer {
  const announcer = inject(announcerKey)
  if (announcer === undefined) throw new Error('the announcer is not installed')
  return announcer
}
