import { type DeskChange, type DeskConnection, connectDesk, type OpenReport } from '#renderer/workers'
import { valueOf } from '#shell/contract'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { bridge, shellPorts } from './bridge.ts'
import { useTerminal } from './terminal.ts'

/** A sentence is read in this time. */
const readingMs = 5_000

/** The worker that keeps drafts and intakes, and what it found when it opened the store. */
export const useDesk = defineStore('desk', () => {
  const report = shallowRef<OpenReport | null>(null)
  const problem = ref<unknown>(null)
  /** The local store no longer answers, and the program is about to be started anew. */
  const stuck = ref(false)
  const listeners = new Set<(change: DeskChange) => void>()
  let connecting: Promise<DeskConnection> | null = null

  async function connect(): Promise<DeskConnection> {
    const terminal = await useTerminal().load()
    const keys = valueOf(await bridge().storeKeys())
    const connection = connectDesk(shellPorts(bridge()))
    connection.onChange((change) => {
      if (change.kind === 'store-stuck') restart()
      else listeners.forEach((listener) => listener(change))
    })
    report.value = await connection.desk.open({ terminal, keys })
    return connection
  }

  /** Nothing can be kept any more: the program starts anew as soon as the person has seen why. */
  function restart(): void {
    stuck.value = true
    setTimeout(() => void bridge().restart({ reason: 'store-stuck' }), readingMs)
  }

  /** The worker's face; opens the store at the first call. @throws the store's error with its code. */
  async function desk(): Promise<DeskConnection['desk']> {
    connecting ??= connect().catch((error: unknown) => {
      connecting = null
      problem.value = error
      throw error
    })
    const connection = await connecting
    problem.value = null
    return connection.desk
  }

  /** Hears every change that the worker tells; returns how to stop. */
  function onChange(listener: (change: DeskChange) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { report, problem, stuck, desk, onChange }
})
