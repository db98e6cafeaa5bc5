import type { SyncReport, SyncState, TaskView } from '#renderer/workers'
import { type ChannelOutput, type SecondPerson, valueOf } from '#shell/contract'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { bridge } from './bridge.ts'
import { useDesk } from './desk.ts'

/** What was copied to the stick; null when the person chose none. */
export type CarriedOut = ChannelOutput<'packets:carry-out'>

/** The line to the hub and what it brought back. */
export const useSync = defineStore('sync', () => {
  const state = shallowRef<SyncState | null>(null)
  const tasks = shallowRef<TaskView[]>([])
  /** The newest task that came while the screen was open, for one announcement. */
  const arrived = shallowRef<TaskView | null>(null)
  /** Counts changes to intakes, so that lists reload. */
  const revision = ref(0)
  let started = false
  /** Grows with every change of operator: an answer to the one before is not for the next. */
  let session = 0

  /** Loads the state and listens from now on. */
  async function start(): Promise<void> {
    if (started) return
    started = true
    const desk = useDesk()
    desk.onChange((change) => {
      if (change.kind === 'sync') state.value = change.state
      if (change.kind === 'intake') revision.value += 1
      if (change.kind === 'task') {
        arrived.value = change.task
        revision.value += 1
        void reloadTasks().catch(() => undefined)
      }
    })
    state.value = await (await desk.desk()).syncState()
  }

  /** The signed-in operator's open tasks. */
  async function reloadTasks(): Promise<void> {
    const asked = session
    const found = await (await useDesk().desk()).listTasks()
    if (asked === session) tasks.value = found
  }

  /** Drops what was told to the operator who leaves. */
  function forget(): void {
    session += 1
    tasks.value = []
    arrived.value = null
  }

  /** 立即同步: what it did, not that it was tried. */
  async function syncNow(): Promise<SyncReport> {
    return (await useDesk().desk()).syncNow()
  }

  /** 导出到U盘: what the hub does not have, sealed as it is, on the word of a second person. @returns null when the person changed their mind */
  const carryOut = async (second: SecondPerson): Promise<CarriedOut> =>
    valueOf(await bridge().carryOut({ second }))

  return { carryOut, state, tasks, arrived, revision, start, reloadTasks, forget, syncNow }
})
