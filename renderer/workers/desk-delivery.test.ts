import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillDraft, Machine, matters, until } from './desk.test-support.ts'
import type { LocalDesk } from './desk.ts'
import { fault } from './file-shell.test-support.ts'
import { HubProcess, hubSendOver, Relay } from './hub-line.test-support.ts'

let hub: HubProcess
let terminals = 0
beforeAll(async () => {
  hub = await HubProcess.start()
}, 60_000)
afterAll(() => hub.remove())

/** A terminal of its own, and a wire that can be cut to the real hub. */
async function hall() {
  terminals += 1
  const relay = await Relay.to(hub)
  const machine = await Machine.make(await hub.encryptionKey(), `T0${terminals}`)
  machine.shell.hubSend = hubSendOver(machine.shell, () => relay.url)
  return { relay, machine }
}

async function submitted(desk: LocalDesk, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const id = await fillDraft(desk)
    await desk.submit(id, { matters })
    ids.push(id)
  }
  return ids
}

const drained = (desk: LocalDesk): Promise<void> =>
  until(async () => (await desk.syncState()).pendingIntakes === 0, 'nothing pending')

/** What the hub has: each intake once, committed, with all its cases. */
async function expectOnceAtHub(machine: Machine, ids: readonly string[]): Promise<void> {
  const there = await hub.intakesOf(machine.shell.place.terminalId)
  expect(there.map((one) => one.intakeId).sort()).toEqual([...ids].sort())
  for (const intake of there) {
    expect(intake.state).toBe('committed')
    expect(intake.cases).toHaveLength(6)
  }
}

describe('with the real hub', { timeout: 60_000 }, () => {
  it('what was taken in offline arrives by itself, and what the departments say comes back', async () => {
    const { relay, machine } = await hall()
    relay.cut = true
    const desk = await machine.start()
    const ids = await submitted(desk, 3)
    const asked = await desk.syncNow()
    expect(asked).toMatchObject({ delivered: 0, stillPending: 3, problem: 'hub.unreachable' })
    expect(await desk.syncState()).toMatchObject({ link: 'offline', pendingIntakes: 3, sending: null })
    relay.cut = false
    await drained(desk)
    await expectOnceAtHub(machine, ids)
    const [first] = ids as [string]
    const delivered = await desk.getIntake(first)
    expect(delivered).toMatchObject({ delivery: 'delivered' })
    expect(delivered?.provinceNumber).not.toBeNull()
    expect(delivered?.cases.map((one) => one.matterId)).toEqual(matters)
    await until(
      async () =>
        (await readdir(machine.shell.folder)).filter((name) => name.endsWith('.acknowledged')).length === 3,
      'all packets acknowledged',
    )

    const pending = delivered?.cases.find((one) => one.status === 'pending')
    await hub.asStaff('POST', `/cases/${pending?.caseId}/supplement-requests`, {
      items: [{ materialId: null, text: '请补交母亲户口簿首页' }],
      dueDate: '2026-12-01',
      note: '原件扫描不清楚',
    })
    await until(async () => (await desk.listTasks()).length === 1, 'the request for more is here')
    const [task] = await desk.listTasks()
    expect(task).toMatchObject({ intakeId: first, kind: 'supplement', dueDate: '2026-12-01', seen: false })
    expect(machine.changes).toContainEqual({ kind: 'task', task })
    await desk.markTaskSeen(task?.taskId ?? '')
    expect((await desk.listTasks())[0]?.seen).toBe(true)
    expect(await desk.syncState()).toMatchObject({ openTasks: 1, link: 'online' })
  })

  it('an intake whose commit was answered into a broken line is there once', async () => {
    const { relay, machine } = await hall()
    const desk = await machine.start()
    relay.swallowAnswerTo = /^POST \/intakes\/\S+\/commit/
    const ids = await submitted(desk, 1)
    await drained(desk)
    expect(relay.swallowed).toBe(1)
    await expectOnceAtHub(machine, ids)
    expect(relay.seen.filter((line) => line.includes('/commit')).length).toBeGreaterThanOrEqual(2)
  })

  it('an announcement and a part whose answers were lost are repeated, and nothing is doubled', async () => {
    const { relay, machine } = await hall()
    const desk = await machine.start()
    relay.swallowAnswerTo = /^PUT \/intakes\/[0-9a-f-]{36} /
    const ids = await submitted(desk, 1)
    await drained(desk)
    relay.swallowAnswerTo = /^PUT \/intakes\/\S+\/parts\//
    ids.push(...(await submitted(desk, 1)))
    await drained(desk)
    expect(relay.swallowed).toBe(2)
    await expectOnceAtHub(machine, ids)
  })

  // Most of this is the hub's own starting; what is waited for is bounded by `drained`.
  it('everything arrives once although hub and wire fail again and again', { timeout: 180_000 }, async () => {
    const { relay, machine } = await hall()
    const desk = await machine.start()
    const ids = await submitted(desk, 2)
    for (let round = 0; round < 3; round++) {
      ids.push(...(await submitted(desk, 2)))
      await hub.restart()
      relay.breakLines()
      relay.cut = round % 2 === 0
      ids.push(...(await submitted(desk, 1)))
      relay.cut = false
    }
    await drained(desk)
    await expectOnceAtHub(machine, ids)
  })

  it('a program killed after the hub had committed, before it could note that, does not send twice', async () => {
    const { machine } = await hall()
    const desk = await machine.start()
    const send = machine.shell.hubSend
    const killed = new Promise<void>((resolve) => {
      machine.shell.hubSend = async (request) => {
        const answer = await send(request)
        if (!request.path.endsWith('/commit')) return answer
        machine.kill()
        resolve()
        return new Promise<never>(() => undefined)
      }
    })
    const ids = await submitted(desk, 1)
    await killed
    machine.shell.hubSend = send
    const next = await machine.start()
    expect(machine.report).toMatchObject({ restored: [], pending: 1 })
    await drained(next)
    await expectOnceAtHub(machine, ids)
  })

  it('a packet whose acknowledgement failed is acknowledged at the next start', async () => {
    const { machine } = await hall()
    const desk = await machine.start()
    machine.shell.at = (point) => {
      if (point === 'acknowledge') throw fault('storage.write-failed', true)
    }
    const ids = await submitted(desk, 1)
    await drained(desk)
    expect(await desk.getIntake(ids[0] as string)).toMatchObject({ delivery: 'delivered' })
    machine.kill()
    machine.shell.at = () => undefined
    await machine.start()
    await until(
      async () => (await machine.shell.ports.listPackets())[0]?.acknowledged === true,
      'acknowledged',
    )
    await expectOnceAtHub(machine, ids)
  })

  it('a database lost after delivery gets its numbers and tasks back, and sends nothing again', async () => {
    const { relay, machine } = await hall()
    const desk = await machine.start()
    const ids = await submitted(desk, 2)
    await drained(desk)
    const before = await desk.getIntake(ids[0] as string)
    await until(
      async () => (await machine.shell.ports.listPackets()).every((row) => row.acknowledged),
      'all acknowledged',
    )
    await desk.close()
    machine.loseDatabase()
    relay.seen.length = 0
    const next = await machine.start()
    expect(machine.report?.restored).toHaveLength(2)
    await until(
      async () => (await next.getIntake(ids[0] as string))?.provinceNumber !== null,
      'the number is back',
    )
    expect(await next.getIntake(ids[0] as string)).toEqual(before)
    expect(relay.seen.filter((line) => line.includes('/intakes/'))).toEqual([])
    await expectOnceAtHub(machine, ids)
  })

  it('a database lost before delivery still delivers', async () => {
    const { relay, machine } = await hall()
    relay.cut = true
    const desk = await machine.start()
    const ids = await submitted(desk, 2)
    await desk.close()
    machine.loseDatabase()
    relay.cut = false
    await drained(await machine.start())
    await expectOnceAtHub(machine, ids)
  })

  it('a packet file that is lost is sent from the database', async () => {
    const { relay, machine } = await hall()
    relay.cut = true
    const desk = await machine.start()
    const ids = await submitted(desk, 1)
    await rm(join(machine.shell.folder, `${ids[0] as string}.packet`))
    machine.shell.at = (point) => {
      if (point === 'acknowledge') throw fault('packet.not-found')
    }
    relay.cut = false
    await drained(desk)
    await expectOnceAtHub(machine, ids)
  })
})
