import { type App, inject, type InjectionKey, readonly, ref, type Ref } from 'vue'

/** A short message that leaves by itself. What must not be missed belongs into a YBanner. */
export interface Toast {
  readonly id: number
  readonly tone: 'info' | 'success' | 'warn' | 'error'
  readonly text: string
  /** A thing to do about it. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

export interface Toasts {
  readonly list: Readonly<Ref<readonly Toast[]>>
  readonly show: (toast: Omit<Toast, 'id'>) => number
  readonly dismiss: (id: number) => void
  /** At sign-out: what was told to one operator is not for the next. */
  readonly clear: () => void
}

const toastsKey: InjectionKey<Toasts> = Symbol('toasts')
const mostAtOnce = 3

/** The application's toasts; `app.use(createToasts())`, and one YToastHost in the root. */
export function createToasts(): Toasts & { install: (app: App) => void } {
  const list = ref<Toast[]>([])
  let lastId = 0
  const dismiss = (id: number): void => {
    list.value = list.value.filter((toast) => toast.id !== id)
  }
  const toasts: Toasts = {
    list: readonly(list) as Readonly<Ref<readonly Toast[]>>,
    show(toast) {
      lastId += 1
      // The same sentence twice is one sentence.
      const others = list.value.filter((other) => other.text !== toast.text)
      list.value = [...others, { ...toast, id: lastId }].slice(-mostAtOnce)
      return lastId
    },
    dismiss,
    clear: () => (list.value = []),
  }
  return { ...toasts, install: (app) => void app.provide(toastsKey, toasts) }
}

/** @throws Error outside of an application that installed {@link createToasts}. */
export function useToasts(): Toasts {
  const toasts = inject(toastsKey)
  if (toasts === undefined) throw new Error('toasts are not installed')
  return toasts
}
