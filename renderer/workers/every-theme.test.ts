import { type DepartmentCase, departmentCasesSchema } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import { sampleValues } from '#sync/catalogue/samples'
import { situationsOf } from '#sync/catalogue'
import {
  type Draft,
  fieldsInUse,
  makeNotice,
  type MaterialEntry,
  type Override,
  preCheck,
  relevantDraft,
  situationOf,
  type Theme,
} from '#sync/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Machine, until } from './desk.test-support.ts'
import type { LocalDesk } from './desk.ts'
import { HubProcess, hubSendOver } from './hub-line.test-support.ts'

const catalogue = readCatalogue()
const today = '2026-11-23'
const reasonGiven = '原件只有这一页'

interface Taken {
  readonly theme: Theme
  readonly answers: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
}

/** The situation in which the most matters are handled. */
function fullestSituation(theme: Theme): Taken {
  const [answers = {}] = situationsOf(theme).sort(
    (left, right) =>
      situationOf(theme, { answers: right, values: {} }).matters.length -
      situationOf(theme, { answers: left, values: {} }).matters.length,
  )
  return { theme, answers, values: sampleValues(theme, catalogue, answers, today) }
}

/** Takes a theme in as a clerk does: form, one scan for all papers, signature. */
async function takeIn(desk: LocalDesk, { theme, answers, values }: Taken): Promise<string> {
  const { id } = await desk.createDraft({ themeId: theme.id, answers: { ...answers } })
  const bytes = new Uint8Array(400).fill(7)
  const scan = await desk.addAttachment(id, { kind: 'scan', mediaType: 'image/png', label: '材料', bytes })
  const ink = await desk.addAttachment(id, {
    kind: 'signature',
    mediaType: 'image/png',
    label: '签名',
    bytes,
  })
  const notice = makeNotice(theme, { answers, values })
  const papers = notice.bring.map(({ material }): MaterialEntry =>
    material.generated
      ? { materialId: material.id, status: 'generated' }
      : { materialId: material.id, status: 'attached', grade: 'B', attachments: [scan.id] },
  )
  const held = notice.held.map(({ material }): MaterialEntry => ({ materialId: material.id, status: 'held' }))
  await desk.saveDraft(id, {
    values: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { value, source: 'typed' as const }]),
    ),
    materials: [...papers, ...held],
    signature: {
      signer: theme.applicants[0] ?? '',
      image: ink.id,
      statement: '以上信息属实',
      signedDigest: '0'.repeat(64),
      signedAt: `${today}T09:00:00+08:00`,
    },
    step: 'sign',
  })
  const relevant = relevantDraft(theme, catalogue, (await desk.getDraft(id)) as Draft)
  await desk.saveDraft(id, { values: relevant.values, materials: relevant.materials })
  // The first of what the pre-check finds is explained, the rest a hurried terminal sends without a word.
  const found = preCheck(theme, catalogue, (await desk.getDraft(id)) as Draft, today)
  const explained = found.slice(0, 1).map(({ rule, target, text }): Override => ({
    rule,
    target,
    text,
    reason: reasonGiven,
    operatorId: 'operator-1',
    at: `${today}T09:00:00+08:00`,
  }))
  await desk.saveDraft(id, { overrides: explained })
  await desk.submit(id, { matters: notice.matters.map((matter) => matter.id) })
  return id
}

/** What each matter of a taken-in theme is entitled to see. */
function entitled({ theme, answers, values }: Taken): Map<string, Record<string, string>> {
  const situation = situationOf(theme, { answers, values })
  return new Map(
    situation.matters.map((matter) => {
      const keys = fieldsInUse(theme, matter, situation.facts).map((use) => `${use.subject}.${use.element}`)
      return [
        matter.id,
        Object.fromEntries(
          keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])),
        ) as Record<string, string>,
      ]
    }),
  )
}

function isOwn(one: DepartmentCase, target: string): boolean {
  return target in one.values || one.materials.some(({ materialId }) => materialId === target)
}

describe('every theme of the plan, from one terminal to its departments', () => {
  let hub: HubProcess
  beforeAll(async () => {
    hub = await HubProcess.start()
  }, 60_000)
  afterAll(() => hub.remove())

  it('arrives once, split into its matters, each department seeing its own fields and no others', async () => {
    const machine = await Machine.make(await hub.encryptionKey(), 'T31')
    machine.shell.hubSend = hubSendOver(machine.shell, () => hub.url)
    const desk = await machine.start()
    const taken = new Map<string, Taken>()
    for (const theme of catalogue.themes) {
      const one = fullestSituation(theme)
      taken.set(await takeIn(desk, one), one)
    }
    await until(async () => (await desk.syncState()).pendingIntakes === 0, 'all themes delivered')

    const there = await hub.intakesOf('T31')
    expect(there).toHaveLength(catalogue.themes.length)
    const seen = new Map<string, Record<string, string>>()
    const findings: DepartmentCase['findings'] = []
    for (const { id } of catalogue.departments) {
      const answer = departmentCasesSchema.parse(await hub.asStaff('GET', `/departments/${id}/cases`))
      for (const one of answer.cases) {
        expect(one.department).toBe(id)
        seen.set(`${one.intakeId}/${one.matterId}`, one.values)
        findings.push(...one.findings)
        expect(one.findings.every(({ target }) => isOwn(one, target))).toBe(true)
      }
    }
    for (const [intakeId, one] of taken) {
      for (const [matterId, values] of entitled(one)) {
        expect(seen.get(`${intakeId}/${matterId}`), `${one.theme.id}/${matterId}`).toEqual(values)
        seen.delete(`${intakeId}/${matterId}`)
      }
    }
    expect([...seen.keys()]).toEqual([])
    // The hub ran the pre-check itself: what was not explained at the window is told, too.
    const reasons = new Set(findings.map(({ reason }) => reason))
    expect(reasons).toEqual(new Set([reasonGiven, null]))
    expect(findings.map(({ rule }) => rule)).toContain('pages-missing')
  }, 120_000)
})
